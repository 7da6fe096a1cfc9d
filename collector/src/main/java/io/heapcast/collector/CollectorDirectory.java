package io.heapcast.collector;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where one collector keeps what must outlive it. Private to its user, and to one process. */
final class CollectorDirectory implements Closeable {

  private static final Logger LOG = System.getLogger(CollectorDirectory.class.getName());

  private final Path path;
  private final FileChannel lockFile;

  private CollectorDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Makes and locks it.
   *
   * @throws UserError when it cannot be used, or another collector uses it
   */
  static CollectorDirectory open(Settings settings) {
    Path path = path(settings, System.getenv());
    try {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw UserError.environment(
            "collector directory " + path,
            "another collector in it",
            "one per host",
            "Stop the other one, or set " + Setting.COLLECTOR_DIR.key());
      }
      return new CollectorDirectory(path, channel);
    } catch (IOException e) {
      throw UserError.environment(
          "collector directory " + path,
          String.valueOf(e),
          "one that can be written",
          "Set " + Setting.COLLECTOR_DIR.key(),
          e);
    }
  }

  /** Where records wait for the cluster. */
  Path spool() {
    return path.resolve("spool");
  }

  /** Lets others use it. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "collector directory " + path + " stays locked", e);
    }
  }

  /** Whether telemetry of an earlier process waits. */
  boolean hasWaiting() throws IOException {
    if (!Files.isDirectory(spool())) {
      return false;
    }
    try (Stream<Path> files = Files.list(spool())) {
      return files.anyMatch(file -> file.toString().endsWith(".log"));
    }
  }

  static Path path(Settings settings, Map<String, String> environment) {
    if (settings.optional(Setting.COLLECTOR_DIR).isPresent()) {
      return Path.of(settings.text(Setting.COLLECTOR_DIR));
    }
    if (settings.optional(Setting.DATA_DIR).isPresent()) {
      return Path.of(settings.text(Setting.DATA_DIR), "collector");
    }
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path home =
        state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return home.resolve("heapcast").resolve("collector");
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
