package io.heapcast.cli.analyze.gclog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of an old log: {@code 2018-06-15T10:44:26.631-0800: 0.767: [GC …}, with a date, an uptime,
 * both, or neither where it continues the one before.
 */
final class LegacyLine {

  private static final Pattern PREFIX =
      Pattern.compile(
          "(?:(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.,]\\d{3}[+-]\\d{4}): )?"
              + "(?:(\\d{1,10}[.,]\\d{3}): )?(?:#\\d{1,9}: )?");

  private static final Pattern OF_GC =
      Pattern.compile(
          "\\[(?:Full )?GC[ (]?.*|\\[CMS-concurrent-.*|CommandLine flags: .*"
              + "|(?:Java HotSpot|OpenJDK).* VM \\([12]\\d\\..*");

  private LegacyLine() {}

  /** The line, whatever it is about. */
  static LogLine parse(String text) {
    Matcher prefix = PREFIX.matcher(text);
    if (!prefix.lookingAt() || prefix.end() == 0) {
      return new LogLine(LogLine.ABSENT, LogLine.ABSENT, LogLine.ABSENT, "", text);
    }
    String date = prefix.group(1);
    String uptime = prefix.group(2);
    return new LogLine(
        date == null ? LogLine.ABSENT : LogLine.dateTimeMs(date),
        uptime == null ? LogLine.ABSENT : LogLine.uptimeUs(uptime + "s"),
        LogLine.ABSENT,
        "",
        text.substring(prefix.end()));
  }

  /** Whether it is about garbage collection, as far as one line can tell. */
  static boolean isOfGc(LogLine line) {
    return OF_GC.matcher(line.message()).matches();
  }

  /** Whether it is about a collection, and so ought to have a time. */
  static boolean isCollection(LogLine line) {
    return isOfGc(line) && line.message().startsWith("[");
  }
}
