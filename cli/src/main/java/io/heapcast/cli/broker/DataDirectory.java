package io.heapcast.cli.broker;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The embedded broker's directory, held by one process at a time.
 *
 * <pre>
 * heapcast.lock      locked while in use; holds the owner's process id
 * heapcast.version   version of the Heapcast that last wrote here
 * kafka/             the broker's own files
 * </pre>
 */
final class DataDirectory implements AutoCloseable {

  private static final long MEBIBYTE = 1 << 20;

  /** Less than this free and the broker is not started: a day of a small fleet would not fit. */
  static final long NEEDED_TO_START_BYTES = 256 * MEBIBYTE;

  /**
   * Less than this free and a running broker is stopped in good order: its index files are memory
   * maps, which on a really full disk end the JVM with a bus error.
   */
  static final long NEEDED_TO_RUN_BYTES = 64 * MEBIBYTE;

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the directory where needed, locks it and checks that it can serve.
   *
   * @param ownVersion version of this Heapcast
   * @throws UserError when it cannot be written, is in use, was written by a newer version, or its
   *     file system is nearly full
   */
  static DataDirectory open(Path path, String ownVersion) {
    Path directory = path.toAbsolutePath().normalize();
    FileChannel lock = null;
    boolean opened = false;
    try {
      Files.createDirectories(directory);
      lock = lock(directory);
      DataDirectory data = new DataDirectory(directory, lock);
      data.requireFree(NEEDED_TO_START_BYTES);
      DataVersion.claim(directory, ownVersion);
      Files.createDirectories(data.kafka());
      opened = true;
      return data;
    } catch (IOException e) {
      throw UserError.environment(
          "data directory " + directory,
          e instanceof AccessDeniedException ? "no permission to write" : e.toString(),
          "a directory that this user can write",
          "Choose another with --data-dir",
          e);
    } finally {
      if (!opened) {
        closeQuietly(lock);
      }
    }
  }

  Path path() {
    return path;
  }

  /** Where the broker keeps its logs and metadata. */
  Path kafka() {
    return path.resolve("kafka");
  }

  /** Bytes that may still be written to the file system. */
  long freeBytes() throws IOException {
    return Files.getFileStore(path).getUsableSpace();
  }

  /**
   * Checks the free space.
   *
   * @throws UserError when less than {@code neededBytes} are free
   */
  void requireFree(long neededBytes) throws IOException {
    long freeBytes = freeBytes();
    if (freeBytes < neededBytes) {
      throw UserError.environment(
          "data directory " + path,
          "%d MB free on its file system".formatted(freeBytes / MEBIBYTE),
          "at least %d MB".formatted(neededBytes / MEBIBYTE),
          "Free some space, or choose another directory with --data-dir; what is there is kept");
    }
  }

  @Override
  public void close() {
    closeQuietly(lock);
  }

  private static FileChannel lock(Path directory) throws IOException {
    Path file = directory.resolve("heapcast.lock");
    FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
    if (!tryLock(channel)) {
      String owner = Files.readString(file).trim();
      channel.close();
      throw UserError.environment(
          "data directory " + directory,
          "it in use by " + (owner.isEmpty() ? "another process" : "process " + owner),
          "one Heapcast per directory",
          "Stop that one, or choose another directory with --data-dir");
    }
    channel.truncate(0);
    byte[] owner = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.write(ByteBuffer.wrap(owner), 0);
    return channel;
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The lock goes with the process.
      }
    }
  }
}
