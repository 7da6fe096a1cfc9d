package io.heapcast.collector.attach;

/**
 * One thing that was found about a JVM.
 *
 * @param kind whether it stands in the way
 * @param code stable name, such as {@code attach-disabled} or {@code repository}
 * @param text one sentence or two: what was found and, where it stands in the way, the remedy
 */
public record Finding(Kind kind, String code, String text) {

  /** How much it matters. */
  public enum Kind {
    /** As it should be, or worth knowing. */
    INFO,
    /** It will be watched, with less than usual. */
    WARNING,
    /** It cannot be watched as it is. */
    REFUSED
  }

  static Finding of(Refusal refusal) {
    return new Finding(Kind.REFUSED, refusal.code().code(), refusal.reason());
  }

  public static Finding info(String code, String text) {
    return new Finding(Kind.INFO, code, text);
  }

  public static Finding warning(String code, String text) {
    return new Finding(Kind.WARNING, code, text);
  }
}
