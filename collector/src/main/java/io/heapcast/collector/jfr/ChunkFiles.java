package io.heapcast.collector.jfr;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The chunk files of a JFR repository. */
public final class ChunkFiles {

  /**
   * Of the chunk header: magic, version, size, positions of constants and metadata; then the start
   * in nanoseconds since the epoch, big-endian.
   */
  private static final int START_OFFSET = 32;

  private static final int MAGIC = 0x464C5200; // "FLR\0"

  private ChunkFiles() {}

  /**
   * Start of the newest chunk: what describes the JVM is emitted at the begin of each chunk. Empty:
   * none can be read.
   */
  public static Optional<Instant> newestStart(Path repository) {
    Optional<Instant> newest = Optional.empty();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(repository, "*.jfr")) {
      for (Path file : files) {
        Optional<Instant> start = start(file);
        if (newest.isEmpty() || (start.isPresent() && start.get().isAfter(newest.get()))) {
          newest = start;
        }
      }
    } catch (IOException e) {
      return newest;
    }
    return newest;
  }

  private static Optional<Instant> start(Path file) {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      if (in.readInt() != MAGIC
          || in.skipBytes(START_OFFSET - Integer.BYTES) != START_OFFSET - Integer.BYTES) {
        return Optional.empty();
      }
      long nanos = in.readLong();
      return Optional.of(Instant.ofEpochSecond(0, nanos));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
