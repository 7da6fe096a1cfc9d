package io.heapcast.topology;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary directory of one running topology. Stores are in memory; Kafka Streams still wants a
 * directory of its own, for its lock.
 */
record StateDirectory(Path path) implements AutoCloseable {

  private static final Logger LOG = System.getLogger(StateDirectory.class.getName());

  /**
   * Makes one.
   *
   * @throws UserError when there can be none
   */
  static StateDirectory create(String application) {
    try {
      return new StateDirectory(Files.createTempDirectory(application + "-"));
    } catch (IOException e) {
      throw UserError.environment(
          "temporary directory " + System.getProperty("java.io.tmpdir"),
          e.toString(),
          "a writable one",
          "Make room or set another by -Djava.io.tmpdir",
          e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, "left behind: {0}", path);
    }
  }
}
