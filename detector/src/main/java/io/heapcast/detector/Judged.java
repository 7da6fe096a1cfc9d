package io.heapcast.detector;

import io.heapcast.telemetry.v1.JvmVerdict;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** What becomes of a window record: a verdict, or a dead letter. */
sealed interface Judged {

  /** A verdict with news. */
  record Verdict(JvmVerdict verdict) implements Judged {}

  /** A record that could not be read; its dead-letter headers are on the Kafka record. */
  record Unreadable(@Nullable Bytes key, @Nullable Bytes value) implements Judged {}
}
