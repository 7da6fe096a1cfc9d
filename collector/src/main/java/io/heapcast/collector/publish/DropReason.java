package io.heapcast.collector.publish;

import java.util.Locale;

/** Why telemetry never reaches the cluster. */
enum DropReason {
  /** More came than could be taken: the sender's thread was held up. */
  QUEUE_FULL,
  /** The cluster was away for longer than the spool has room. */
  SPOOL_FULL,
  /** Allocation samples only: made room for what matters more. */
  ALLOCATION_SAMPLES,
  /** The cluster will never take it. */
  REFUSED,
  /** The spool cannot be written. */
  SPOOL_FAILED,
  /** What was in the spool cannot be read again: at least so many. */
  SPOOL_DAMAGED,
  /** The sender's own fault, or it had no memory. */
  SENDER_FAILED;

  /** Stable name, such as {@code queue-full}. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
