package io.heapcast.collector;

import java.time.Duration;

/**
 * Whether the collector itself takes too much, and what it does without then: first samples of
 * allocation, then further JVMs. Memory counts within ten seconds, CPU after half a minute, as each
 * start and each attach takes some; calm for a minute takes one step back.
 */
final class SelfLimit {

  /** In rising order. */
  enum Level {
    ALL("within its own limits again: all is read"),
    NO_ALLOCATION_SAMPLES(AT_LIMIT + "samples of allocation are left unread" + REMEDY),
    NO_FURTHER_JVMS(AT_LIMIT + "no further JVM is attached to" + REMEDY);

    private final String inWords;

    Level(String inWords) {
      this.inWords = inWords;
    }

    /** One line for the log: what was found, what is done without, the remedy. */
    String inWords() {
      return inWords;
    }
  }

  private static final String AT_LIMIT =
      "this collector takes more than heapcast.collector.max.cpu.percent of a core for half a"
          + " minute, or four fifths of its heap: ";

  private static final String REMEDY =
      ". Give it more (that setting, or -Xmx), or watch fewer JVMs (heapcast.attach.policy)";

  private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int BUSY_WINDOWS = 3;
  private static final int CALM_WINDOWS = 6;

  /** Of the heap, after a collection: with less left it would mostly collect. */
  private static final double CROWDED_SHARE = 0.8;

  /** Below this share of the bound it is calm. */
  private static final double CALM_SHARE = 0.7;

  private final double mostCpuShare;
  private Level level = Level.ALL;
  private long windowBeganNanos;
  private long windowCpuNanos;
  private boolean begun;
  private int busyWindows;
  private int calmWindows;

  /**
   * A limit.
   *
   * @param mostCpuShare of one core, greater than 0
   */
  SelfLimit(double mostCpuShare) {
    this.mostCpuShare = mostCpuShare;
  }

  /**
   * Looks; called every few seconds.
   *
   * @param nowNanos of a clock that never goes back
   * @param cpuNanos that the collector has used, of any begin
   * @param liveHeapShare of the heap that is in use after collections, 0 to 1
   */
  Level look(long nowNanos, long cpuNanos, double liveHeapShare) {
    if (!begun) {
      begun = true;
      beginWindow(nowNanos, cpuNanos);
    }
    if (nowNanos - windowBeganNanos >= WINDOW_NANOS) {
      endWindow(
          (double) (cpuNanos - windowCpuNanos) / (nowNanos - windowBeganNanos),
          liveHeapShare > CROWDED_SHARE);
      beginWindow(nowNanos, cpuNanos);
    }
    return level;
  }

  private void endWindow(double cpuShare, boolean crowded) {
    busyWindows = cpuShare > mostCpuShare ? busyWindows + 1 : 0;
    calmWindows = !crowded && cpuShare < CALM_SHARE * mostCpuShare ? calmWindows + 1 : 0;
    if (crowded || busyWindows >= BUSY_WINDOWS) {
      raise();
    } else if (calmWindows >= CALM_WINDOWS) {
      calmWindows = 0;
      level = level == Level.NO_FURTHER_JVMS ? Level.NO_ALLOCATION_SAMPLES : Level.ALL;
    }
  }

  private void beginWindow(long nowNanos, long cpuNanos) {
    windowBeganNanos = nowNanos;
    windowCpuNanos = cpuNanos;
  }

  private void raise() {
    busyWindows = 0;
    calmWindows = 0;
    level = level == Level.ALL ? Level.NO_ALLOCATION_SAMPLES : Level.NO_FURTHER_JVMS;
  }
}
