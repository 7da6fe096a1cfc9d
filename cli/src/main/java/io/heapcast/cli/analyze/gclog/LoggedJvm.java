package io.heapcast.cli.analyze.gclog;

import io.heapcast.cli.analyze.RecordedJvm;
import io.heapcast.cli.analyze.SourceKind;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStarted;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** One JVM of a log. */
final class LoggedJvm implements RecordedJvm {

  private static final long PROGRESS_BYTES = 1 << 18;

  private final LogSpan span;
  private final JvmInfo info;

  LoggedJvm(LogSpan span) {
    this.span = span;
    LogFacts facts = span.facts();
    this.info =
        LogIdentity.info(
            span.files().get(0),
            span.number(),
            span.startUs(),
            facts.family.collector(),
            facts.jdkVersion,
            facts.limitBytes());
  }

  @Override
  public SourceKind kind() {
    return SourceKind.GC_LOG;
  }

  @Override
  public List<Path> files() {
    return span.files();
  }

  @Override
  public void read(Consumer<TelemetryBatch> sink, LongConsumer bytesDone) throws IOException {
    BatchCutter cutter = new BatchCutter(info, Math.floorDiv(span.firstUs(), 1_000), sink);
    if (span.facts().sawBegin) {
      long startMs = Math.floorDiv(span.startUs(), 1_000);
      cutter.first().setStarted(JvmStarted.newBuilder().setTimeMs(startMs));
    }
    LogTelemetry telemetry =
        new LogTelemetry(cutter, span.facts().limitBytes(), cyclesSpanCollections());
    EventClock clock = new EventClock(span.startWithoutDatesUs());
    // What is said late, such as the maximum of the heap, counts from the first line on.
    LogParser parser = span.form().parser(span.facts(), telemetry);
    long done = 0;
    for (int i = 0; i < span.files().size(); i++) {
      done += read(i, parser, clock, done, bytesDone);
    }
    parser.finish();
    cutter.finish(Math.floorDiv(clock.nowUs(), 1_000));
  }

  @Override
  public List<String> missing() {
    return Missing.of(span);
  }

  private long read(
      int index, LogParser parser, EventClock clock, long doneBefore, LongConsumer bytesDone)
      throws IOException {
    boolean last = index == span.files().size() - 1;
    long from = index == 0 ? span.fromOffset() : 0;
    long to = last ? span.toOffset() : Long.MAX_VALUE;
    try (LineReader lines = LineReader.open(span.files().get(index), from)) {
      long begin = from == 0 ? 0 : lines.fileBytes();
      long told = begin;
      for (String text = lines.next(); text != null; text = lines.next()) {
        LogLine line = span.form().line(text);
        if (line != null) {
          parser.accept(line, clock.at(line));
        }
        if (lines.fileBytes() - told >= PROGRESS_BYTES) {
          told = lines.fileBytes();
          bytesDone.accept(doneBefore + told - begin);
        }
        if (lines.offset() >= to) {
          break;
        }
      }
      long read = lines.fileBytes() - begin;
      bytesDone.accept(doneBefore + read);
      return read;
    }
  }

  private boolean cyclesSpanCollections() {
    return switch (span.facts().family) {
      case G1, CONCURRENT_MARK_SWEEP, Z_GENERATIONAL, SHENANDOAH_GENERATIONAL -> true;
      default -> false;
    };
  }
}
