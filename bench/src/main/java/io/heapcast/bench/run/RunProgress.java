package io.heapcast.bench.run;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How far a run is, on one line: {@code leakbench: 120 of 900 cases, 1 min 20 s, about 8 min 40 s
 * more}. On a terminal the line is rewritten, else there is one every {@value #PLAIN_STEP_S} s.
 * Thread-safe.
 */
public final class RunProgress {

  private static final int PLAIN_STEP_S = 15;
  private static final int LIVE_STEP_MS = 500;

  private final PrintStream out;
  private final boolean live;
  private final InstantSource clock;
  private int all;
  private int done;
  private long beginMs;
  private long shownMs;

  /**
   * Progress.
   *
   * @param live whether lines can be rewritten in place
   */
  public RunProgress(PrintStream out, boolean live, InstantSource clock) {
    this.out = out;
    this.live = live;
    this.clock = clock;
  }

  synchronized void begin(int cases) {
    all = cases;
    done = 0;
    beginMs = clock.millis();
    shownMs = beginMs;
  }

  synchronized void played() {
    done++;
    long nowMs = clock.millis();
    if (nowMs - shownMs >= (live ? LIVE_STEP_MS : PLAIN_STEP_S * 1000L)) {
      shownMs = nowMs;
      show(line(nowMs));
    }
  }

  synchronized void end() {
    show(
        "leakbench: %d of %d cases in %s"
            .formatted(done, all, words(Duration.ofMillis(clock.millis() - beginMs))));
    if (live) {
      out.println();
    }
  }

  private String line(long nowMs) {
    long goneMs = nowMs - beginMs;
    long restMs = goneMs * (all - done) / done;
    return "leakbench: %d of %d cases, %s, about %s more"
        .formatted(done, all, words(Duration.ofMillis(goneMs)), words(Duration.ofMillis(restMs)));
  }

  private void show(String line) {
    if (live) {
      out.print("\r\033[K" + line);
      out.flush();
    } else {
      out.println(line);
    }
  }

  private static String words(Duration time) {
    long seconds = Math.round(time.toMillis() / 1000.0);
    return seconds < 60 ? seconds + " s" : "%d min %d s".formatted(seconds / 60, seconds % 60);
  }
}
