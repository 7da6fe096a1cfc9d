package io.heapcast.collector.recording;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A chunk of a recording, as its header tells: the unit that JFR writes and that can be read alone.
 *
 * @param file that holds it
 * @param fileName of the file, as the user wrote it
 * @param offset of its header in the file
 * @param sizeBytes with its header; of an unfinished one up to its last flush
 * @param finished false: the JVM was killed, or still writes
 * @param alone whether it is all that its file holds
 */
record Chunk(
    Path file,
    Path fileName,
    long offset,
    long sizeBytes,
    Instant start,
    Instant end,
    boolean finished,
    boolean alone) {

  /** {@code "FLR\0"} */
  static final int MAGIC = 0x464C5200;

  static final int HEADER_BYTES = 68;

  // Of the header, big-endian: magic 4, major 2, minor 2, then:
  private static final int MAJOR = 4;
  static final int SIZE = 8;
  private static final int METADATA = 24;
  private static final int START_NANOS = 32;
  private static final int DURATION_NANOS = 40;

  /** 0: finished. Else a counter of updates, 255 while one is under way. */
  static final int STATE = 64;

  /** A longer chunk is none: its header is damaged. */
  private static final Duration LONGEST = Duration.ofDays(366);

  static boolean hasMagic(ByteBuffer header) {
    return header.remaining() >= Integer.BYTES && header.getInt(0) == MAGIC;
  }

  static int major(ByteBuffer header) {
    return header.getShort(MAJOR);
  }

  static long size(ByteBuffer header) {
    return header.getLong(SIZE);
  }

  /** 0: nothing was flushed yet, so nothing can be read. */
  static long metadata(ByteBuffer header) {
    return header.getLong(METADATA);
  }

  static Instant start(ByteBuffer header) {
    return Instant.ofEpochSecond(0, header.getLong(START_NANOS));
  }

  /** Of a finished chunk its end, of another its last flush. */
  static Instant end(ByteBuffer header) {
    long nanos = header.getLong(DURATION_NANOS);
    return start(header).plusNanos(nanos > LONGEST.toNanos() ? 0 : Math.max(0, nanos));
  }

  static boolean isFinished(ByteBuffer header) {
    return header.get(STATE) == 0;
  }

  /** Where it is, for messages. */
  String place() {
    return offset == 0 ? fileName.toString() : fileName + " at byte " + offset;
  }
}
