package io.heapcast.server;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them: durations, bytes, rates and shares. Always with a dot. */
public final class Human {

  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  /** From here on, seconds say more about the noise than about the time. */
  private static final Duration WHOLE_MINUTES_FROM = Duration.ofMinutes(10);

  private Human() {}

  /**
   * At most two units: {@code 42 s}, {@code 1 min 30 s}, {@code 42 min}, {@code 1 h 20 min}, {@code
   * 3 d 4 h}. Rounded to the smaller unit shown; below a second {@code < 1 s}; the sign of a
   * negative duration is kept.
   */
  public static String duration(Duration duration) {
    if (duration.isNegative()) {
      return "-" + duration(duration.abs());
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return "< 1 s";
    }
    long seconds = rounded(duration, 1);
    if (seconds < WHOLE_MINUTES_FROM.toSeconds()) {
      return twoUnits(seconds / 60, "min", seconds % 60, "s");
    }
    long minutes = rounded(duration, 60);
    if (minutes < 24 * 60) {
      return twoUnits(minutes / 60, "h", minutes % 60, "min");
    }
    long hours = rounded(duration, 3600);
    return twoUnits(hours / 24, "d", hours % 24, "h");
  }

  /** {@code 512 B}, {@code 12.3 MiB}, {@code 310 MiB}: powers of 1024, about three digits. */
  public static String bytes(double bytes) {
    double value = Math.abs(bytes);
    int unit = 0;
    // 1023.5 would be printed as 1024 of the smaller unit
    while (value >= 1023.5 && unit < BYTE_UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    String number = unit == 0 ? format("%.0f", value) : threeDigits(value);
    return (bytes < 0 ? "-" : "") + number + " " + BYTE_UNITS[unit];
  }

  /** {@code 120 MiB/h}. */
  public static String bytesPerHour(double bytesPerHour) {
    return bytes(bytesPerHour) + "/h";
  }

  /** A ratio as {@code 61 %}, {@code 0.8 %} or {@code < 0.1 %}. */
  public static String percent(double ratio) {
    double percent = ratio * 100;
    if (percent > 0 && percent < 0.1) {
      return "< 0.1 %";
    }
    return format(percent != 0 && Math.abs(percent) < 9.95 ? "%.1f %%" : "%.0f %%", percent);
  }

  /** About three digits: {@code 3.2}, {@code 120}. */
  public static String number(double value) {
    return threeDigits(value);
  }

  private static long rounded(Duration duration, long unitSeconds) {
    return Math.round(duration.toMillis() / (unitSeconds * 1000.0));
  }

  private static String twoUnits(long large, String largeUnit, long small, String smallUnit) {
    if (large == 0) {
      return small + " " + smallUnit;
    }
    return small == 0
        ? large + " " + largeUnit
        : large + " " + largeUnit + " " + small + " " + smallUnit;
  }

  private static String threeDigits(double value) {
    boolean whole = Math.abs(value) >= 99.95 || value == Math.rint(value);
    return format(whole ? "%.0f" : "%.1f", value);
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
