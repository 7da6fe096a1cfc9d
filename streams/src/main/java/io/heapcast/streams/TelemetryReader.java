package io.heapcast.streams;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.heapcast.telemetry.DeadLetter;
import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes of {@code heapcast.telemetry.v1} as a batch that the engine can take. */
final class TelemetryReader {

  /** End of the year 9999: what is later, or before 1970, is no time. */
  private static final long LATEST_MS = 253_402_300_799_999L;

  /** Of known fields every size is bounded; what a newer or hostile writer adds goes no further. */
  private static final Parser<TelemetryBatch> KNOWN_FIELDS =
      DiscardUnknownFieldsParser.wrap(TelemetryBatch.parser());

  private TelemetryReader() {}

  /** Says, in a sentence for the dead letter, why a record is no batch. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String reason) {
      super(reason);
    }
  }

  static TelemetryBatch read(byte @Nullable [] key, byte @Nullable [] value)
      throws UnreadableException {
    if (key == null) {
      throw new UnreadableException("found no key, expected a jvm id");
    }
    if (key.length > DeadLetter.MOST_KEY_BYTES) {
      throw new UnreadableException(
          "found a key of %d bytes, expected a jvm id of %d at most"
              .formatted(key.length, DeadLetter.MOST_KEY_BYTES));
    }
    if (value == null) {
      throw new UnreadableException("found no value, expected a TelemetryBatch");
    }
    String keyText = new String(key, StandardCharsets.UTF_8);
    try {
      JvmId.parse(keyText);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("key: " + e.getMessage());
    }
    TelemetryBatch batch = parse(value);
    if (!batch.getJvmId().equals(keyText)) {
      throw new UnreadableException(
          "found jvm_id '%s' under the key '%s', expected the same"
              .formatted(batch.getJvmId(), keyText));
    }
    if (batch.getObservedUntilMs() <= 0 || batch.getObservedUntilMs() > LATEST_MS) {
      throw new UnreadableException(
          "found observed_until_ms %d, expected milliseconds since 1970"
              .formatted(batch.getObservedUntilMs()));
    }
    return batch;
  }

  private static TelemetryBatch parse(byte[] value) throws UnreadableException {
    try {
      return KNOWN_FIELDS.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableException(
          "found %d bytes that are no TelemetryBatch: %s".formatted(value.length, e.getMessage()));
    }
  }
}
