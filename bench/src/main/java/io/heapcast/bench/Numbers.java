package io.heapcast.bench;

import io.heapcast.bench.score.Interval95;
import java.util.Locale;

/** Figures as the tables show them; what nothing tells is a dash. */
final class Numbers {

  static final String NONE = "–";

  private Numbers() {}

  /** A share with two decimals. */
  static String share(double value) {
    return Double.isNaN(value) ? NONE : format("%.2f", value);
  }

  /** A share with its interval: {@code 0.93 0.90–0.96}. */
  static String share(Interval95 figure) {
    return figure.isPresent()
        ? format("%.2f %.2f–%.2f", figure.value(), figure.low(), figure.high())
        : NONE;
  }

  /** A rate with its interval: {@code 0.012 0.003–0.045}. */
  static String rate(Interval95 figure) {
    return figure.isPresent()
        ? significant(figure.value())
            + " "
            + significant(figure.low())
            + "–"
            + significant(figure.high())
        : NONE;
  }

  /** A share in whole percent, without the sign. */
  static String percent(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    return value >= 9.995 ? ">999" : format("%.0f", 100 * value);
  }

  /** A share in whole hundredths for dense tables; a dot for none. */
  static String ofHundred(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    return value == 0 ? "·" : format("%.0f", 100 * value);
  }

  /** Two or three digits that tell. */
  static String significant(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    return size == 0
        ? "0"
        : format(size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", value);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
