package io.heapcast.cli.demo;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is gone, with all that is in it, when the demo is over. */
final class TemporaryDirectory {

  private TemporaryDirectory() {}

  /** Creates one where temporary files go. */
  static Path create() {
    try {
      return Files.createTempDirectory("heapcast-demo-");
    } catch (IOException e) {
      throw UserError.environment(
          "temporary directory " + System.getProperty("java.io.tmpdir"),
          e.toString(),
          "one that can be written to",
          "Make room there, or set HEAPCAST_JAVA_OPTS=-Djava.io.tmpdir=DIR",
          e);
    }
  }

  /** Deletes it; what cannot be deleted stays. */
  static void delete(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("heapcast: left behind " + directory + ": " + e);
    }
  }
}
