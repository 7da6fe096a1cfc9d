package io.heapcast.collector.jfr;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The chunk files of a JFR repository. */
public final class ChunkFiles {

  /**
   * Of the chunk header: magic, version, size, positions of constants and metadata; then the start
   * in nanoseconds since the epoch, big-endian.
   */
  private static final int START_OFFSET = 32;

  private static final int SIZE_OFFSET = 8;

  private static final int HEADER_BYTES = 68;

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

  /**
   * Chunk files that are none, are shorter than their header says, or hold a further chunk, which
   * the JDK's reader passes over; one line each. A JVM writes a chunk before it says so in the
   * header; so what a killed one wrote behind its last flush is no damage, nor is a last file that
   * is empty: it was killed while it went on to the next chunk.
   */
  public static List<String> damaged(Path repository) {
    List<String> damaged = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(repository, "*.jfr")) {
      List<Path> chunks = new ArrayList<>();
      files.forEach(chunks::add);
      chunks.sort(Comparator.naturalOrder()); // their names are times
      if (chunks.size() > 1 && Files.size(chunks.get(chunks.size() - 1)) == 0) {
        chunks.remove(chunks.size() - 1);
      }
      for (Path file : chunks) {
        damage(file).ifPresent(found -> damaged.add(file.getFileName() + ": " + found));
      }
    } catch (IOException | DirectoryIteratorException e) {
      damaged.add("repository: found " + e + ", expected its chunk files");
    }
    return damaged;
  }

  private static Optional<String> damage(Path file) {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      long bytes = Files.size(file);
      if (bytes < HEADER_BYTES || in.readInt() != MAGIC) {
        return Optional.of("found no chunk in %d bytes".formatted(bytes));
      }
      in.skipNBytes(SIZE_OFFSET - Integer.BYTES);
      long told = in.readLong();
      if (told > bytes || told < HEADER_BYTES) {
        return Optional.of("found %d bytes, expected %d".formatted(bytes, told));
      }
      in.skipNBytes(told - SIZE_OFFSET - Long.BYTES);
      return bytes >= told + HEADER_BYTES && in.readInt() == MAGIC
          ? Optional.of("found another chunk behind the first, which is not read")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("found " + e + ", expected a chunk");
    }
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
