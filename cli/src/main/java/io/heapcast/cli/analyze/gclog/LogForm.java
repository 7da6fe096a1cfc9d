package io.heapcast.cli.analyze.gclog;

import org.jspecify.annotations.Nullable;

/** How a log is written. */
enum LogForm {
  /** Unified logging, JDK 9 and newer. */
  UNIFIED {
    @Override
    @Nullable LogLine line(String text) {
      LogLine line = LogLine.parse(text);
      return line != null && line.hasTime() && (line.tags().isEmpty() || line.isOfGc())
          ? line
          : null;
    }

    @Override
    LogParser parser(LogFacts facts, LogSink sink) {
      return new UnifiedParser(facts, sink);
    }
  },

  /** {@code -XX:+PrintGC} and {@code -XX:+PrintGCDetails}, JDK 8 and older. */
  LEGACY {
    @Override
    LogLine line(String text) {
      return LegacyLine.parse(text);
    }

    @Override
    LogParser parser(LogFacts facts, LogSink sink) {
      return new LegacyParser(facts, sink);
    }
  };

  /** The line, or null for one that is about something else. */
  abstract @Nullable LogLine line(String text);

  abstract LogParser parser(LogFacts facts, LogSink sink);
}
