package io.heapcast.streams.engine;

import io.heapcast.streams.v1.Watermark;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

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

  private final EnumMap<MeasurementType, Long> beforeSession = new EnumMap<>(MeasurementType.class);
  private final EnumMap<MeasurementType, Long> counted = new EnumMap<>(MeasurementType.class);
  private final EnumMap<MeasurementType, Long> inBatch = new EnumMap<>(MeasurementType.class);

  static Watermarks of(List<Watermark> stored) {
    Watermarks watermarks = new Watermarks();
    for (Watermark mark : stored) {
      MeasurementType.ofNumber(mark.getType())
          .ifPresent(
              type -> {
                watermarks.counted.put(type, mark.getTimeMs());
                if (mark.hasBeforeSessionMs()) {
                  watermarks.beforeSession.put(type, mark.getBeforeSessionMs());
                }
              });
    }
    return watermarks;
  }

  List<Watermark> toStored() {
    List<Watermark> stored = new ArrayList<>(counted.size());
    counted.forEach(
        (type, timeMs) -> {
          Watermark.Builder mark = Watermark.newBuilder().setType(type.number()).setTimeMs(timeMs);
          Long before = beforeSession.get(type);
          if (before != null) {
            mark.setBeforeSessionMs(before);
          }
          stored.add(mark.build());
        });
    return stored;
  }

  /** From here on another session speaks. */
  void startSession() {
    beforeSession.putAll(counted);
  }

  /** Whether a measurement was counted before; {@code again}: its batch came before. */
  boolean covers(MeasurementType type, long timeMs, boolean again) {
    Long mark = (again ? counted : beforeSession).get(type);
    return mark != null && timeMs <= mark;
  }

  void mark(MeasurementType type, long timeMs) {
    inBatch.merge(type, timeMs, Math::max);
  }

  /** Marks of a batch hold from the next one on: within it a type may repeat a millisecond. */
  void endBatch() {
    inBatch.forEach((type, timeMs) -> counted.merge(type, timeMs, Math::max));
    inBatch.clear();
  }

  /** Forgets everything: after the clock was set back, times say nothing about repeats. */
  void clear() {
    beforeSession.clear();
    counted.clear();
    inBatch.clear();
  }
}
