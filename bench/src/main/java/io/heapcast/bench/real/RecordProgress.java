package io.heapcast.bench.real;

import java.io.PrintStream;
import java.time.Duration;

/** Tells how far the recording is, a line per run. */
final class RecordProgress {

  private final PrintStream out = System.out;
  private final long startNanos = System.nanoTime();
  private final int runs;
  private final int parallel;
  private int running;
  private int done;
  private int failed;

  RecordProgress(int runs, int parallel) {
    this.runs = runs;
    this.parallel = parallel;
    out.printf("%d runs to record, %d at once%n", runs, parallel);
  }

  synchronized void started(RunSpec spec) {
    running++;
    say("started " + spec.id());
  }

  synchronized void done(RunSpec spec) {
    running--;
    done++;
    say("done    " + spec.id());
  }

  synchronized void failed(RunSpec spec, Exception why) {
    running--;
    failed++;
    say("FAILED  " + spec.id() + ": " + why.getMessage());
  }

  synchronized int failed() {
    return failed;
  }

  synchronized void summary() {
    out.printf("%d recorded, %d failed%n", done, failed);
  }

  private void say(String what) {
    out.printf("[%d of %d, %d running, %s] %s%n", done + failed, runs, running, remaining(), what);
  }

  private String remaining() {
    int ended = done + failed;
    if (ended < parallel) {
      return "about 3 minutes each";
    }
    Duration left = Duration.ofNanos((System.nanoTime() - startNanos) / ended * (runs - ended));
    return "about " + (left.toMinutes() + 1) + " min left";
  }
}
