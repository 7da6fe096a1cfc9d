package io.heapcast.collector;

import java.time.Duration;

/**
 * Whether the collector itself takes too much, and what it does without then: first samples of
 * allocation, then further JVMs. Memory counts at once, CPU after half a minute, as each start and
 * each attach takes some; calm for a minute takes one step back.
 */
final class SelfLimit {

  /** In rising order. */
  enum Level {
    ALL,
    NO_ALLOCATION_SAMPLES,
    NO_FURTHER_JVMS
  }

  private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int BUSY_WINDOWS = 3;
  private static final int CALM_WINDOWS = 6;

  /** Right before a collection there is always little left. */
  private static final int CROWDED_LOOKS = 3;

  private static final double CROWDED_SHARE = 0.9;

  /** Below this share of the bound it is calm. */
  private static final double CALM_SHARE = 0.7;

  private final double mostCpuShare;
  private Level level = Level.ALL;
  private long windowBeganNanos;
  private long windowCpuNanos;
  private boolean begun;
  private int crowdedLooks;
  private boolean crowded;
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
   * Looks; called about twice a second.
   *
   * @param nowNanos of a clock that never goes back
   * @param cpuNanos that this process has used; negative: not known
   */
  Level look(long nowNanos, long cpuNanos, long heapUsedBytes, long heapMaxBytes) {
    if (!begun) {
      begun = true;
      beginWindow(nowNanos, cpuNanos);
    }
    crowdedLooks = heapUsedBytes > CROWDED_SHARE * heapMaxBytes ? crowdedLooks + 1 : 0;
    if (crowdedLooks >= CROWDED_LOOKS) {
      crowded = true;
      crowdedLooks = 0;
      raise();
    }
    if (nowNanos - windowBeganNanos >= WINDOW_NANOS) {
      endWindow((double) (cpuNanos - windowCpuNanos) / (nowNanos - windowBeganNanos));
      beginWindow(nowNanos, cpuNanos);
    }
    return level;
  }

  private void endWindow(double cpuShare) {
    busyWindows = cpuShare > mostCpuShare ? busyWindows + 1 : 0;
    calmWindows = !crowded && cpuShare < CALM_SHARE * mostCpuShare ? calmWindows + 1 : 0;
    if (busyWindows >= BUSY_WINDOWS) {
      raise();
    } else if (calmWindows >= CALM_WINDOWS) {
      calmWindows = 0;
      level = level == Level.NO_FURTHER_JVMS ? Level.NO_ALLOCATION_SAMPLES : Level.ALL;
    }
  }

  private void beginWindow(long nowNanos, long cpuNanos) {
    windowBeganNanos = nowNanos;
    windowCpuNanos = cpuNanos;
    crowded = false;
  }

  private void raise() {
    busyWindows = 0;
    calmWindows = 0;
    level = level == Level.ALL ? Level.NO_ALLOCATION_SAMPLES : Level.NO_FURTHER_JVMS;
  }
}
