package io.heapcast.collector.attach;

/**
 * Why a JVM is not watched.
 *
 * @param code which kind
 * @param reason one sentence or two: what was found, and the remedy
 * @param worthRetrying whether another attempt later may end otherwise
 */
public record Refusal(RefusalCode code, String reason, boolean worthRetrying) {

  /** As worth retrying as others of its kind. */
  public Refusal(RefusalCode code, String reason) {
    this(code, reason, code.worthRetrying());
  }
}
