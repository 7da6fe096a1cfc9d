package io.heapcast.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Headers of a record in {@link Topic#DEAD_LETTERS}: where the unreadable record was, which part
 * could not read it, and why. Key and value are those of the record, unchanged.
 *
 * @param topic topic the record was read from
 * @param partition its partition
 * @param offset its offset
 * @param part the part that could not read it: streams, detector or server
 * @param reason why, in a sentence
 */
public record DeadLetter(String topic, int partition, long offset, String part, String reason) {

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
