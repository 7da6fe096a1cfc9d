package io.heapcast.streams.engine;

import io.heapcast.streams.v1.EngineState;
import io.heapcast.streams.v1.Watermark;
import java.util.Arrays;

/**
 * Up to which time each type of measurement was counted, so that repeats are recognised however
 * they are cut into batches.
 *
 * <ol>
 *   <li>A collector session that starts re-reads: what is not later than the latest measurement of
 *       the sessions before it was counted then.
 *   <li>Within a session measurements come a little out of order but once; only in a batch that is
 *       sent again, what is not later than the latest of all was counted.
 * </ol>
 */
final class Watermarks {

  /** Before every time that a measurement may have. */
  private static final long NEVER = Long.MIN_VALUE;

  private static final MeasurementType[] TYPES = MeasurementType.values();

  private final long[] beforeSession = none();
  private final long[] counted = none();
  private final long[] inBatch = none();

  /** The inverse of {@link #writeTo}; also of version 1. */
  static Watermarks of(EngineState stored) {
    Watermarks watermarks = new Watermarks();
    for (Watermark mark : stored.getWatermarksList()) {
      watermarks.set(
          mark.getType(),
          mark.getTimeMs(),
          mark.hasBeforeSessionMs() ? mark.getBeforeSessionMs() : NEVER);
    }
    for (int i = 0; i + 2 < stored.getMarksCount(); i += 3) {
      long timeMs = stored.getObservedUntilMs() - stored.getMarks(i + 1);
      long before = stored.getMarks(i + 2);
      watermarks.set((int) stored.getMarks(i), timeMs, before == 0 ? NEVER : timeMs - (before - 1));
    }
    return watermarks;
  }

  private void set(int typeNumber, long timeMs, long beforeSessionMs) {
    MeasurementType.ofNumber(typeNumber)
        .ifPresent(
            type -> {
              counted[type.index()] = timeMs;
              beforeSession[type.index()] = beforeSessionMs;
            });
  }

  /** Writes them as {@link EngineState} keeps them, unless there are none. */
  void writeTo(ProtoWriter out, long observedUntilMs) {
    int begin = out.begin(EngineState.MARKS_FIELD_NUMBER);
    for (MeasurementType type : TYPES) {
      long timeMs = counted[type.index()];
      if (timeMs != NEVER) {
        long before = beforeSession[type.index()];
        out.packedSigned(type.number());
        out.packedSigned(observedUntilMs - timeMs);
        out.packedSigned(before == NEVER ? 0 : 1 + timeMs - before);
      }
    }
    out.end(begin);
  }

  /** From here on another session speaks. */
  void startSession() {
    System.arraycopy(counted, 0, beforeSession, 0, counted.length);
  }

  /** Whether a measurement was counted before; {@code again}: its batch came before. */
  boolean covers(MeasurementType type, long timeMs, boolean again) {
    long mark = (again ? counted : beforeSession)[type.index()];
    return mark != NEVER && timeMs <= mark;
  }

  void mark(MeasurementType type, long timeMs) {
    inBatch[type.index()] = Math.max(inBatch[type.index()], timeMs);
  }

  /** Marks of a batch hold from the next one on: within it a type may repeat a millisecond. */
  void endBatch() {
    for (int i = 0; i < counted.length; i++) {
      counted[i] = Math.max(counted[i], inBatch[i]);
    }
    Arrays.fill(inBatch, NEVER);
  }

  /** Forgets everything: after the clock was set back, times say nothing about repeats. */
  void clear() {
    Arrays.fill(beforeSession, NEVER);
    Arrays.fill(counted, NEVER);
    Arrays.fill(inBatch, NEVER);
  }

  private static long[] none() {
    long[] none = new long[MeasurementType.INDEXES];
    Arrays.fill(none, NEVER);
    return none;
  }
}
