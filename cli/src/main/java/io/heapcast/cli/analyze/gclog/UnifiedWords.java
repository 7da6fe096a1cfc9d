package io.heapcast.cli.analyze.gclog;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is written the same way by every collector: ids, causes, durations. */
final class UnifiedWords {

  private static final Pattern GROUP = Pattern.compile("\\(((?:[^()]|\\([^()]*\\))*)\\)");

  private static final Pattern DURATION = Pattern.compile(" (\\d{1,12})[.,](\\d{1,9})(ms|s)$");

  /** In parentheses beside the cause. */
  private static final Set<String> MODIFIERS =
      Set.of(
          "Normal",
          "Mixed",
          "Prepare Mixed",
          "Concurrent Start",
          "Evacuation Failure",
          "To-space Exhausted",
          "Young",
          "Old",
          "Global",
          "Major",
          "unload classes",
          "process weakrefs",
          "update refs");

  private static final Pattern MODIFIER_MORE = Pattern.compile("Evacuation Failure: .*");

  private UnifiedWords() {}

  /** The n of {@code GC(n)}; -1: none. */
  static long gcId(String message) {
    int close = message.startsWith("GC(") ? message.indexOf(") ", 3) : -1;
    return close < 0 ? -1 : number(message, 3, close);
  }

  /** What is in parentheses and neither a number nor a modifier. */
  static String cause(String text) {
    Matcher group = GROUP.matcher(text);
    while (group.find()) {
      String inside = group.group(1);
      boolean says =
          !MODIFIERS.contains(inside)
              && !MODIFIER_MORE.matcher(inside).matches()
              && !inside.isEmpty()
              && !Character.isDigit(inside.charAt(0));
      if (says) {
        return inside;
      }
    }
    return "";
  }

  /** Of {@code … 5.983ms} or {@code … 0.013s}; {@link LogLine#ABSENT}: none at the end. */
  static long durationUs(String text) {
    if (!text.endsWith("s")) {
      return LogLine.ABSENT;
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.find()) {
      return LogLine.ABSENT;
    }
    String fraction = (matcher.group(2) + "000000").substring(0, 6);
    long micro = Long.parseLong(matcher.group(1)) * 1_000_000 + Long.parseLong(fraction);
    return matcher.group(3).equals("ms") ? Math.round(micro / 1_000.0) : micro;
  }

  private static long number(String text, int from, int to) {
    if (to <= from || to - from > 10) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value <= 0xffff_ffffL ? value : -1;
  }
}
