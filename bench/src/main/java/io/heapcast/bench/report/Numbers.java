package io.heapcast.bench.report;

import io.heapcast.telemetry.v1.Resource;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** How numbers look, with their units; the same everywhere on the page. */
final class Numbers {

  /** Stands where nothing tells a figure. */
  static final String NONE = "–";

  private static final String SPACE = "\u00a0";
  private static final double WEEKS_PER_YEAR = 365.25 / 7;

  private Numbers() {}

  /** F1: two decimals; 1.00 only where it is exactly so. */
  static String score(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    return value < 1 && value >= 0.995 ? ">0.99" : format("%.2f", value);
  }

  /** A part of a whole in percent; 0 and 100 only where it is exactly so. */
  static String share(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    double percent = value * 100;
    if (percent > 0 && percent < 0.5) {
      return "<0.5" + SPACE + "%";
    }
    if (percent >= 99.5 && percent < 100) {
      return ">99" + SPACE + "%";
    }
    return format("%,.0f", percent) + SPACE + "%";
  }

  /** An error in percent, which may be larger than a whole. */
  static String error(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    return value > 99.99 ? ">9,999" + SPACE + "%" : significant(value * 100, 2) + SPACE + "%";
  }

  /** Events per JVM-week. */
  static String rate(double value) {
    return value == 0 ? "0" : significant(value, 2);
  }

  /** A rate per JVM-week as people say it: once in so many weeks or years, so many times a day. */
  static String rateInWords(double perWeek) {
    if (Double.isNaN(perWeek)) {
      return NONE;
    }
    if (perWeek == 0) {
      return "none seen";
    }
    if (perWeek >= 14) {
      return "about " + significant(perWeek / 7, 2) + " a day";
    }
    if (perWeek >= 1.5) {
      return "about " + significant(perWeek, 2) + " a week";
    }
    double weeks = 1 / perWeek;
    if (weeks < WEEKS_PER_YEAR) {
      return "one in " + significant(weeks, 2) + " JVM-weeks";
    }
    return "one in " + significant(weeks / WEEKS_PER_YEAR, 2) + " JVM-years";
  }

  /** Microseconds. */
  static String micros(double value) {
    return Double.isNaN(value) ? NONE : significant(value, 2) + SPACE + "µs";
  }

  static String hours(double value) {
    return Double.isNaN(value) ? NONE : significant(value, 2) + SPACE + "h";
  }

  static String count(long value) {
    return format("%,d", value);
  }

  /** "1 run", "12 runs". */
  static String count(long value, String one, String more) {
    return count(value) + SPACE + (value == 1 ? one : more);
  }

  static String weeks(double value) {
    return value >= 100 ? format("%,.0f", value) : significant(value, 2);
  }

  /** A plain figure without a unit. */
  static String plain(double value) {
    return significant(value, 2);
  }

  /** Bytes, or threads. */
  static String level(double value, Resource resource) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    return resource == Resource.THREADS ? format("%,.0f", value) : bytes(value);
  }

  static String bytes(double value) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double scaled = value;
    int unit = 0;
    while (scaled >= 1024 && unit < units.length - 1) {
      scaled /= 1024;
      unit++;
    }
    String text = significant(scaled, 3);
    boolean fraction = text.indexOf('.') >= 0;
    return (fraction ? text.replaceAll("\\.?0+$", "") : text) + SPACE + units[unit];
  }

  /** A length of time in its two largest units. */
  static String duration(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1e3);
    if (seconds < 0) {
      return "−" + duration(duration.negated());
    }
    if (seconds < 60) {
      return seconds + SPACE + "s";
    }
    if (seconds < 3600) {
      return pair(seconds / 60, "min", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return pair(seconds / 3600, "h", seconds % 3600 / 60, "min");
    }
    return pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
  }

  /** "87–93 %": the unit once, where both have the same. */
  static String range(String low, String high) {
    int unit = low.indexOf(SPACE);
    boolean same = unit >= 0 && high.endsWith(low.substring(unit));
    return (same ? low.substring(0, unit) : low) + "–" + high;
  }

  /** A coordinate in percent of a plot. */
  static String percent(double of100) {
    String text = format("%.2f", of100);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) + "%" : text + "%";
  }

  private static String pair(long large, String largeUnit, long small, String smallUnit) {
    String text = large + SPACE + largeUnit;
    return small == 0 ? text : text + " " + small + SPACE + smallUnit;
  }

  /** So many significant digits, but never fewer than the digits before the point. */
  private static String significant(double value, int digits) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    if (value == 0) {
      return "0";
    }
    double rounded = new BigDecimal(value).round(new MathContext(digits)).doubleValue();
    int before = (int) StrictMath.floor(StrictMath.log10(Math.abs(rounded))) + 1;
    return format("%,." + Math.min(9, Math.max(0, digits - before)) + "f", value);
  }

  private static String format(String pattern, Object value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
