package io.heapcast.collector.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Each chunk as a file of its own. The JDK's reader takes all chunks of a file for those of one
 * JVM, and waits for an unfinished one to go on; so such a chunk is copied into a directory that
 * only this user may read, one at a time.
 */
final class LoneChunks implements AutoCloseable {

  private static final String NAME = "chunk.jfr";

  private @Nullable Path directory;

  /** A finished file that holds this chunk only; valid until the next call. */
  Path file(Chunk chunk) throws IOException {
    if (chunk.alone() && chunk.finished()) {
      return chunk.file();
    }
    Path copy = directory().resolve(NAME);
    try (FileChannel from = FileChannel.open(chunk.file(), StandardOpenOption.READ);
        FileChannel to =
            FileChannel.open(
                copy,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
      long done = 0;
      while (done < chunk.sizeBytes()) {
        long step = from.transferTo(chunk.offset() + done, chunk.sizeBytes() - done, to);
        if (step <= 0) {
          throw new IOException(chunk.fileName() + " became shorter while it was read");
        }
        done += step;
      }
      to.write(ByteBuffer.allocate(Long.BYTES).putLong(0, chunk.sizeBytes()), Chunk.SIZE);
      to.write(ByteBuffer.allocate(1), Chunk.STATE);
    }
    return copy;
  }

  @Override
  public void close() throws IOException {
    if (directory != null) {
      Files.deleteIfExists(directory.resolve(NAME));
      Files.deleteIfExists(directory);
      directory = null;
    }
  }

  private Path directory() throws IOException {
    Path made = directory;
    if (made == null) {
      made = Files.createTempDirectory("heapcast-analyze-"); // for its owner only
      directory = made;
      // Deleted in reverse order where the process is ended in between.
      made.toFile().deleteOnExit();
      made.resolve(NAME).toFile().deleteOnExit();
    }
    return made;
  }
}
