package io.heapcast.cli.analyze.gclog;

import io.heapcast.telemetry.v1.GcCycle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JVMs in logs: files that are rotations of one log, oldest first, or one file. A new JVM
 * begins where the uptime, or without one the gc id, falls back; where a JVM says that it begins;
 * and with a file whose JVM started at another time.
 */
final class LogScan {

  /** Threads write their lines at most this much out of order. */
  private static final long DISORDER_US = 1_000_000;

  /** How far two files of one JVM may differ in when it started: clocks are corrected. */
  private static final long SAME_START_US = 60_000_000;

  private final LogForm form;
  private final List<LogSpan> spans = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private @Nullable Current current;
  private long nextStartUs;

  private static final class Current {
    private final LogFacts facts = new LogFacts();
    private final LogParser parser;
    private final EventClock clock;
    private final long startWithoutDatesUs;
    private final long fromOffset;
    private long firstUs = LogLine.ABSENT;
    private final long number;
    private boolean numberVaries;
    private long lastUptimeUs = LogLine.ABSENT;

    private Current(LogForm form, LogLine line, long startWithoutDatesUs, long fromOffset) {
      this.parser = form.parser(facts, new Counter(facts));
      this.startWithoutDatesUs = startWithoutDatesUs;
      this.fromOffset = fromOffset;
      this.clock = new EventClock(startWithoutDatesUs);
      this.number = line.number();
    }

    private void accept(LogLine line) {
      facts.hasDates |= line.wallMs() != LogLine.ABSENT;
      facts.hasUptime |= line.uptimeUs() != LogLine.ABSENT;
      numberVaries |= line.number() != number;
      lastUptimeUs = Math.max(lastUptimeUs, line.uptimeUs());
      long timeUs = clock.at(line);
      firstUs = firstUs == LogLine.ABSENT && line.hasTime() ? timeUs : firstUs;
      parser.accept(line, timeUs);
    }

    private boolean isOver(LogLine line, boolean newFile) {
      boolean fellBack =
          line.uptimeUs() != LogLine.ABSENT
              && lastUptimeUs != LogLine.ABSENT
              && (line.uptimeUs() < lastUptimeUs - DISORDER_US || (newFile && hasOtherStart(line)));
      return fellBack || parser.beginsAnother(line);
    }

    private boolean hasOtherStart(LogLine line) {
      long startUs = line.wallMs() * 1_000 - line.uptimeUs();
      return line.wallMs() != LogLine.ABSENT && Math.abs(startUs - clock.startUs()) > SAME_START_US;
    }

    private LogSpan toSpan(LogForm form, List<Path> files, long toOffset) {
      parser.finish();
      long begin = firstUs == LogLine.ABSENT ? clock.nowUs() : firstUs;
      long startUs = clock.startUs() == LogLine.ABSENT ? begin : clock.startUs();
      return new LogSpan(
          form,
          List.copyOf(files),
          fromOffset,
          toOffset,
          startWithoutDatesUs,
          numberVaries ? LogLine.ABSENT : number,
          startUs,
          begin,
          clock.nowUs(),
          facts);
    }
  }

  private LogScan(LogForm form) {
    this.form = form;
  }

  /**
   * The JVMs in the files, in the order in which they are there; lines without a time count not.
   */
  static List<LogSpan> scan(LogForm form, List<Path> files) throws IOException {
    LogScan scan = new LogScan(form);
    for (Path file : files) {
      scan.read(file);
    }
    scan.close(Long.MAX_VALUE);
    return scan.spans;
  }

  private void read(Path file) throws IOException {
    boolean newFile = true;
    if (current != null) {
      files.add(file);
    }
    try (LineReader lines = LineReader.open(file, 0)) {
      long offset = 0;
      for (String text = lines.next(); text != null; text = lines.next()) {
        LogLine line = form.line(text);
        if (line != null) {
          accept(line, file, offset, newFile);
          newFile &= !line.hasTime();
        }
        offset = lines.offset();
      }
      if (lines.isCutShort() && current != null) {
        current.facts.isCutShort = true;
      }
    }
  }

  private void accept(LogLine line, Path file, long offset, boolean newFile) {
    if (current != null && current.isOver(line, newFile)) {
      if (newFile) {
        files.remove(files.size() - 1);
      }
      close(newFile ? Long.MAX_VALUE : offset);
    }
    if (current == null) {
      current = new Current(form, line, nextStartUs, offset);
      files.add(file);
    }
    current.accept(line);
  }

  private void close(long toOffset) {
    Current over = current;
    if (over != null) {
      LogSpan span = over.toSpan(form, files, toOffset);
      spans.add(span);
      nextStartUs = Math.floorDiv(span.lastUs(), 1_000_000) * 1_000_000 + 1_000_000;
      current = null;
      files.clear();
    }
  }

  /** Counts what there is. */
  private record Counter(LogFacts facts) implements LogSink {

    @Override
    public void collection(GcCycle cycle) {
      facts.collections++;
    }

    @Override
    public void lost(long timeMs, long collections) {
      facts.skippedIds += collections;
    }

    @Override
    public void metaspace(long timeMs, long usedBytes, long committedBytes) {}

    @Override
    public void allocationStall(long timeMs, long durationUs) {}

    @Override
    public void heap(long timeMs, long usedBytes, long committedBytes) {}

    @Override
    public void exit(long timeMs) {}
  }
}
