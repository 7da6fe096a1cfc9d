package io.heapcast.collector.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * How many events of each type a chunk holds, told from their frames alone: size and type id, both
 * LEB128. The JDK's reader ends at a damaged event without a word; only such a count shows it.
 */
final class ChunkFrames {

  /** Size and type id take at most 9 bytes each. */
  private static final int FRAME_BYTES = 18;

  /** Type ids begin at 0 and seldom pass some hundreds. */
  private static final int USUAL_TYPES = 4_096;

  private final FileChannel channel;
  private final long end;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 17).limit(0);
  private final int[] counts = new int[USUAL_TYPES];
  private final Map<Long, Integer> countsOfOthers = new HashMap<>();
  private long bufferAt;

  private ChunkFrames(FileChannel channel, long end) {
    this.channel = channel;
    this.end = end;
  }

  /**
   * Counts the events between two places of a file.
   *
   * @param begin just behind the chunk's header
   * @param end of the chunk
   * @return how many there are, by type id
   * @throws DamagedException where the frames do not end at {@code end}
   */
  static Map<Long, Integer> count(FileChannel channel, long begin, long end)
      throws IOException, DamagedException {
    ChunkFrames frames = new ChunkFrames(channel, end);
    long at = begin;
    while (at < end) {
      at = frames.next(at);
    }
    return frames.counts();
  }

  private long next(long at) throws IOException, DamagedException {
    fill(at);
    int start = buffer.position();
    long size = leb128();
    long type = leb128();
    int header = buffer.position() - start;
    if (size < header || size > end - at) {
      throw new DamagedException("an event of %d bytes at byte %d".formatted(size, at));
    }
    if (type >= 0 && type < USUAL_TYPES) {
      counts[(int) type]++;
    } else {
      countsOfOthers.merge(type, 1, Integer::sum);
    }
    return at + size;
  }

  private Map<Long, Integer> counts() {
    Map<Long, Integer> all = new HashMap<>(countsOfOthers);
    for (int type = 0; type < USUAL_TYPES; type++) {
      if (counts[type] > 0) {
        all.put((long) type, counts[type]);
      }
    }
    return all;
  }

  private void fill(long at) throws IOException {
    long offset = at - bufferAt;
    boolean held = offset >= 0 && offset + FRAME_BYTES <= buffer.limit();
    if (!held) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      bufferAt = at;
      while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
        // reads on
      }
      buffer.flip();
      offset = 0;
    }
    buffer.position((int) offset);
  }

  /** Little-endian groups of seven bits; the ninth byte has all eight. */
  private long leb128() throws DamagedException {
    long value = 0;
    for (int i = 0; i < 9; i++) {
      if (!buffer.hasRemaining()) {
        throw new DamagedException("an event cut off at byte " + (bufferAt + buffer.position()));
      }
      long b = buffer.get() & 0xff;
      if (i == 8) {
        return value | (b << 56);
      }
      value |= (b & 0x7f) << (7 * i);
      if (b < 0x80) {
        return value;
      }
    }
    return value;
  }
}
