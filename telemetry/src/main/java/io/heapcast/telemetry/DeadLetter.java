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
 * @param reason why, in a sentence; what is longer than {@link #MOST_REASON_CHARS} is cut
 */
public record DeadLetter(String topic, int partition, long offset, String part, String reason) {

  /** Below the 1 MB that brokers and producers accept, with room for the headers. */
  public static final int MOST_VALUE_BYTES = 900_000;

  /** Longer than any key of Heapcast's own. */
  public static final int MOST_KEY_BYTES = 1_024;

  /** What was found is quoted in reasons, however long it is. */
  public static final int MOST_REASON_CHARS = 1_000;

  public DeadLetter {
    if (reason.length() > MOST_REASON_CHARS) {
      reason = reason.substring(0, MOST_REASON_CHARS) + "…";
    }
  }

  /** The key as it may be sent; null stays null. */
  public static byte @Nullable [] boundedKey(byte @Nullable [] key) {
    return bounded(key, MOST_KEY_BYTES);
  }

  /** The value as it may be sent; null stays null. */
  public static byte @Nullable [] bounded(byte @Nullable [] value) {
    return bounded(value, MOST_VALUE_BYTES);
  }

  private static byte @Nullable [] bounded(byte @Nullable [] bytes, int most) {
    return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
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
