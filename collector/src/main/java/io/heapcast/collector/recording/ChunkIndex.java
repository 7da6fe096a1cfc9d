package io.heapcast.collector.recording;

import io.heapcast.telemetry.UserError;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chunks of one file by their headers, which name the place of the next one.
 *
 * @param chunks as far as the file is whole
 * @param damage why it is not, in one line; empty: it is
 */
record ChunkIndex(List<Chunk> chunks, Optional<UserError> damage) {

  /**
   * Reads the headers of a file.
   *
   * @param file to read
   * @param name of the file in messages
   */
  static ChunkIndex of(Path file, Path name) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Walk(channel, file, name).index();
    }
  }

  private static final class Walk {
    private final FileChannel channel;
    private final Path file;
    private final Path name;
    private final long fileBytes;
    private final List<Chunk> chunks = new ArrayList<>();

    Walk(FileChannel channel, Path file, Path name) throws IOException {
      this.channel = channel;
      this.file = file;
      this.name = name;
      this.fileBytes = channel.size();
    }

    ChunkIndex index() throws IOException {
      Optional<UserError> damage = Optional.empty();
      long offset = 0;
      while (offset < fileBytes && damage.isEmpty()) {
        ByteBuffer header = header(offset);
        damage = fault(header, offset);
        if (damage.isEmpty()) {
          offset = add(header, offset);
        }
      }
      if (chunks.isEmpty() && damage.isEmpty()) {
        damage = Optional.of(nothingIn());
      }
      return new ChunkIndex(chunks, damage);
    }

    private ByteBuffer header(long offset) throws IOException {
      ByteBuffer header = ByteBuffer.allocate(Chunk.HEADER_BYTES);
      while (header.hasRemaining() && channel.read(header, offset + header.position()) >= 0) {
        // reads on
      }
      return header.flip();
    }

    private Optional<UserError> fault(ByteBuffer header, long offset) {
      String found;
      String expected;
      long left = fileBytes - offset;
      if (!Chunk.hasMagic(header)) {
        found = "other bytes at %d of %d".formatted(offset, fileBytes);
        expected = "the begin of a recording's chunk (FLR) or the file's end";
      } else if (header.remaining() < Chunk.HEADER_BYTES) {
        found = "a recording cut off within a chunk's header, after %d bytes".formatted(fileBytes);
        expected = "%d bytes of header".formatted(Chunk.HEADER_BYTES);
      } else if (Chunk.major(header) < 1 || Chunk.major(header) > 2) {
        found = "a recording of version %d".formatted(Chunk.major(header));
        expected = "version 1 or 2";
      } else if (Chunk.isFinished(header)
          && (Chunk.size(header) > left || Chunk.size(header) < Chunk.HEADER_BYTES)) {
        found =
            "a recording cut off at byte %d, in its chunk %d"
                .formatted(fileBytes, chunks.size() + 1);
        expected = "%d bytes".formatted(offset + Chunk.size(header));
      } else {
        return Optional.empty();
      }
      String remedy =
          chunks.isEmpty()
              ? "Nothing of it can be read; copy or record it again"
              : "Its whole chunks were read, %d; copy it again".formatted(chunks.size());
      return Optional.of(UserError.usage(name.toString(), found, expected, remedy));
    }

    /** Returns where the next one begins. */
    private long add(ByteBuffer header, long offset) throws IOException {
      boolean finished = Chunk.isFinished(header);
      long sizeBytes = Math.min(Chunk.size(header), fileBytes - offset);
      long flushed = offset + Math.max(sizeBytes, Chunk.HEADER_BYTES);
      long next = finished ? flushed : nextHeader(flushed, Chunk.start(header));
      if (Chunk.metadata(header) > 0 && Chunk.metadata(header) < sizeBytes) {
        boolean alone = offset == 0 && sizeBytes == fileBytes;
        chunks.add(
            new Chunk(
                file,
                name,
                offset,
                sizeBytes,
                Chunk.start(header),
                Chunk.end(header),
                finished,
                alone));
      }
      return next;
    }

    /**
     * Only its flushed size is known of an unfinished chunk: the next header, or the file's end,
     * ends it.
     *
     * @param start of the unfinished chunk, which holds copies of its own header
     */
    private long nextHeader(long from, Instant start) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
      long at = from;
      while (at < fileBytes) {
        buffer.clear();
        int read = channel.read(buffer, at);
        if (read < 0) {
          throw new EOFException(name + " became shorter while it was read");
        }
        for (int i = 0; i + Chunk.HEADER_BYTES <= read; i++) {
          if (buffer.get(i) == 'F'
              && buffer.getInt(i) == Chunk.MAGIC
              && isHeader(buffer, i, start)) {
            return at + i;
          }
        }
        at += Math.max(1, read - Chunk.HEADER_BYTES + 1);
      }
      return fileBytes;
    }

    /** The magic may also stand in an event: versions and times tell. */
    private static boolean isHeader(ByteBuffer buffer, int at, Instant notStart) {
      ByteBuffer header = buffer.slice(at, Chunk.HEADER_BYTES);
      return Chunk.major(header) >= 1
          && Chunk.major(header) <= 2
          && Chunk.start(header).getEpochSecond() > 0
          && !Chunk.start(header).equals(notStart)
          && Chunk.size(header) >= 0;
    }

    private UserError nothingIn() {
      return UserError.usage(
          name.toString(),
          fileBytes == 0
              ? "an empty file"
              : "a recording whose JVM ended before anything was written",
          "a recording with at least one flushed chunk",
          "Copy or record it again");
    }
  }
}
