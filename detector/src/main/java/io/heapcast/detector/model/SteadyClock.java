package io.heapcast.detector.model;

import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.ResourceVerdict;

/**
 * A time of one JVM that never goes back: where the JVM's clock was set back, it goes on as if it
 * had not been. Windows are moved into it, verdicts out of it, so that a verdict's times are those
 * of the clock as it stands now.
 */
final class SteadyClock {

  /** To be added to the JVM's clock as it stands now, milliseconds; 0 until it is set back. */
  private long offsetMs;

  private long lastEndMs;

  /** End of the last window by the JVM's clock: a repeat ends there or before. */
  private long lastReadingMs;

  SteadyClock(long offsetMs, long lastReadingMs) {
    this.offsetMs = offsetMs;
    this.lastReadingMs = lastReadingMs;
    this.lastEndMs = lastReadingMs + offsetMs;
  }

  long offsetMs() {
    return offsetMs;
  }

  long lastReadingMs() {
    return lastReadingMs;
  }

  /**
   * Advances to the end of a window.
   *
   * @return false for a window that was seen before, which changes nothing
   */
  boolean advance(JvmWindow window) {
    if (window.getEndTimeMs() <= lastReadingMs) {
      if (!wasSet(window)) {
        return false;
      }
      offsetMs = lastEndMs - window.getStartTimeMs();
    }
    lastReadingMs = window.getEndTimeMs();
    lastEndMs = lastReadingMs + offsetMs;
    return true;
  }

  /** The window with its times in steady time. */
  JvmWindow toSteady(JvmWindow window) {
    if (offsetMs == 0) {
      return window;
    }
    JvmWindow.Builder moved = window.toBuilder();
    moved.setStartTimeMs(moved.getStartTimeMs() + offsetMs);
    moved.setEndTimeMs(moved.getEndTimeMs() + offsetMs);
    moved
        .getCollectionsBuilderList()
        .forEach(collection -> collection.setEndTimeMs(collection.getEndTimeMs() + offsetMs));
    if (moved.hasYoung()) {
      moved
          .getYoungBuilder()
          .setLowestTimeMs(window.getYoung().getLowestTimeMs() + offsetMs)
          .setLastTimeMs(window.getYoung().getLastTimeMs() + offsetMs);
    }
    return moved.build();
  }

  /** The verdict with its times by the JVM's clock as it stands now. */
  JvmVerdict fromSteady(JvmVerdict verdict) {
    if (offsetMs == 0) {
      return verdict;
    }
    JvmVerdict.Builder moved = verdict.toBuilder().setAsOfMs(verdict.getAsOfMs() - offsetMs);
    moved.getResourcesBuilderList().forEach(this::fromSteady);
    return moved.build();
  }

  private void fromSteady(ResourceVerdict.Builder moved) {
    if (moved.hasInflectionMs()) {
      moved
          .setInflectionMs(moved.getInflectionMs() - offsetMs)
          .setInflectionLowMs(moved.getInflectionLowMs() - offsetMs)
          .setInflectionHighMs(moved.getInflectionHighMs() - offsetMs);
    }
    if (moved.hasAlertTimeMs()) {
      moved.setAlertTimeMs(moved.getAlertTimeMs() - offsetMs);
    }
    if (moved.hasResolvedMs()) {
      moved.setResolvedMs(moved.getResolvedMs() - offsetMs);
    }
    if (moved.getJudgeability().hasNextMs()) {
      moved.getJudgeabilityBuilder().setNextMs(moved.getJudgeability().getNextMs() - offsetMs);
    }
    moved.getKnotsBuilderList().forEach(knot -> knot.setTimeMs(knot.getTimeMs() - offsetMs));
  }

  private static boolean wasSet(JvmWindow window) {
    return window.getGapsList().stream().anyMatch(gap -> gap.getReason() == GapReason.CLOCK);
  }
}
