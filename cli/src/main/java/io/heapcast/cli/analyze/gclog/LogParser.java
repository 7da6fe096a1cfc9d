package io.heapcast.cli.analyze.gclog;

/** Takes the lines of one JVM and gives out what they say. */
interface LogParser {

  /** Takes in the next line; its time in microseconds since the epoch. */
  void accept(LogLine line, long timeUs);

  /** Whether this line cannot be of the JVM of the lines so far, whatever its time. */
  boolean beginsAnother(LogLine line);

  /** Ends the log: gives out what was held back. */
  void finish();
}
