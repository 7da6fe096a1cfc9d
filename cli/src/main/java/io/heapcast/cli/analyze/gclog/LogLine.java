package io.heapcast.cli.analyze.gclog;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of unified logging: {@code [decoration]… message}. Any decorations in any number; the
 * JVM writes them in a fixed order, tags last.
 *
 * @param wallMs milliseconds since the epoch ({@code time}, {@code utctime}, {@code timemillis});
 *     {@link #ABSENT}: not decorated with it
 * @param uptimeUs microseconds ({@code uptime}, in seconds, milliseconds or nanoseconds); {@link
 *     #ABSENT}: not decorated with it
 * @param number the first bare number: the process id, or the thread's where only that is shown;
 *     {@link #ABSENT}: none
 * @param tags as written, such as {@code gc,heap}; empty: none
 * @param message with its leading blanks, which structure some tables
 */
record LogLine(long wallMs, long uptimeUs, long number, String tags, String message) {

  static final long ABSENT = Long.MIN_VALUE;

  private static final Set<String> LEVELS = Set.of("error", "warning", "info", "debug", "trace");

  /** Milliseconds above this are a date (1973), below it an uptime (three years). */
  private static final long LEAST_WALL_MS = 100_000_000_000L;

  private static final int DATE_CHARS = 10;
  private static final int DATE_TIME_CHARS = 23;

  /** The line, or null for one that has no decorations. */
  static @Nullable LogLine parse(String line) {
    long wallMs = ABSENT;
    long uptimeUs = ABSENT;
    long number = ABSENT;
    String tags = "";
    int decorations = 0;
    int at = 0;
    while (at < line.length() && line.charAt(at) == '[') {
      int end = line.indexOf(']', at);
      if (end < 0) {
        return null;
      }
      String decoration = line.substring(at + 1, end).strip();
      if (decoration.indexOf(' ') >= 0) {
        break;
      }
      at = end + 1;
      if (decoration.isEmpty()) {
        continue;
      }
      decorations++;
      if (!isDigit(decoration.charAt(0))) {
        tags = LEVELS.contains(decoration) ? tags : decoration;
      } else if (isDateTime(decoration)) {
        wallMs = wallMs == ABSENT ? dateTimeMs(decoration) : wallMs;
      } else {
        long ms = decoration.endsWith("ms") ? whole(decoration, 2) : ABSENT;
        if (ms >= LEAST_WALL_MS) {
          wallMs = wallMs == ABSENT ? ms : wallMs;
        } else if (uptimeUs == ABSENT) {
          uptimeUs = uptimeUs(decoration);
        }
        number = number == ABSENT ? whole(decoration, 0) : number;
      }
    }
    if (decorations == 0) {
      return null;
    }
    at += at < line.length() && line.charAt(at) == ' ' ? 1 : 0;
    return new LogLine(wallMs, uptimeUs, number, tags, line.substring(at));
  }

  boolean hasTime() {
    return wallMs != ABSENT || uptimeUs != ABSENT;
  }

  /** Whether it is about garbage collection, as far as one line can tell. */
  boolean isOfGc() {
    return tags.equals("gc") || tags.startsWith("gc,") || message.startsWith("GC(");
  }

  /** {@code 0.123s}, {@code 123ms}, {@code 123456789ns}; {@link #ABSENT}: something else. */
  static long uptimeUs(String text) {
    if (text.endsWith("ns")) {
      long ns = whole(text, 2);
      return ns == ABSENT ? ABSENT : ns / 1_000;
    }
    if (text.endsWith("ms")) {
      long ms = whole(text, 2);
      return ms == ABSENT ? ABSENT : ms * 1_000;
    }
    if (!text.endsWith("s")) {
      return ABSENT;
    }
    int point = Math.max(text.indexOf('.'), text.indexOf(','));
    if (point < 0) {
      long seconds = whole(text, 1);
      return seconds == ABSENT ? ABSENT : seconds * 1_000_000;
    }
    long seconds = whole(text.substring(0, point), 0);
    String fraction = (text.substring(point + 1, text.length() - 1) + "000000").substring(0, 6);
    long micros = whole(fraction, 0);
    return seconds == ABSENT || micros == ABSENT ? ABSENT : seconds * 1_000_000 + micros;
  }

  /** The number before so many last characters; {@link #ABSENT}: not one, or a long one. */
  private static long whole(String text, int suffixChars) {
    int end = text.length() - suffixChars;
    if (end < 1 || end > 18) {
      return ABSENT;
    }
    long value = 0;
    for (int i = 0; i < end; i++) {
      if (!isDigit(text.charAt(i))) {
        return ABSENT;
      }
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }

  private static boolean isDateTime(String text) {
    return text.length() >= DATE_TIME_CHARS
        && text.charAt(4) == '-'
        && text.charAt(DATE_CHARS) == 'T';
  }

  /**
   * {@code 2026-11-21T10:00:00.123+0000}; no offset: UTC. {@link #ABSENT}: no such date, or one
   * before 1970.
   */
  static long dateTimeMs(String text) {
    long hours = whole(text.substring(11, 13), 0);
    long minutes = whole(text.substring(14, 16), 0);
    long seconds = whole(text.substring(17, 19), 0);
    long millis = whole(text.substring(20, DATE_TIME_CHARS), 0);
    if (Math.min(Math.min(hours, minutes), Math.min(seconds, millis)) < 0) {
      return ABSENT;
    }
    try {
      long day = LocalDate.parse(text.substring(0, DATE_CHARS)).toEpochDay();
      long offsetMinutes = offsetMinutes(text.substring(DATE_TIME_CHARS));
      long minute = (day * 24 + hours) * 60 + minutes - offsetMinutes;
      long ms = (minute * 60 + seconds) * 1_000 + millis;
      return ms < 0 ? ABSENT : ms;
    } catch (DateTimeParseException e) {
      return ABSENT;
    }
  }

  /** {@code +0130}, {@code +01:30}, {@code Z} or nothing. */
  private static long offsetMinutes(String text) {
    String digits = text.replace(":", "");
    if (digits.length() != 5) {
      return 0;
    }
    long value = whole(digits.substring(1), 0);
    if (value == ABSENT) {
      return 0;
    }
    long minutes = value / 100 * 60 + value % 100;
    return digits.charAt(0) == '-' ? -minutes : minutes;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
