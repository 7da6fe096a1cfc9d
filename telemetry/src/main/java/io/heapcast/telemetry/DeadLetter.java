package io.heapcast.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Headers of a record in {@link Topic#DEAD_LETTERS}: where the unreadable record was, which part
 * could not read it, and why. Key and value are those of the record; a value over {@link
 * #MOST_VALUE_BYTES} is cut, so that the letter fits where the record itself did.
 *
 * @param topic topic the record was read from
 * @param partition its partition
 * @param offset its offset
 * @param part the part that could not read it: streams, detector or server
 * @param reason why, in a sentence
 */
public record DeadLetter(String topic, int partition, long offset, String part, String reason) {

  /** Below the 1 MB that brokers and producers accept, with room for the headers. */
  public static final int MOST_VALUE_BYTES = 900_000;

  /** The value as it may be sent; null stays null. */
  public static byte @Nullable [] bounded(byte @Nullable [] value) {
    return value == null || value.length <= MOST_VALUE_BYTES
        ? value
        : Arrays.copyOf(value, MOST_VALUE_BYTES);
  }

  /** The headers {@code heapcast.topic, .partition, .offset, .part, .reason}, as UTF-8 text. */
  public List<Header> headers() {
    return List.of(
        header("heapcast.topic", topic),
        header("heapcast.partition", Integer.toString(partition)),
        header("heapcast.offset", Long.toString(offset)),
        header("heapcast.part", part),
        header("heapcast.reason", reason));
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
