package io.heapcast.streams.engine;

import io.heapcast.streams.v1.Watermark;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/**
 * Up to which time each type of measurement was counted, so that re-read ones are recognised
 * however they are cut into batches. Within a batch a type may repeat a millisecond: marks of a
 * batch hold from the next one on.
 */
final class Watermarks {

  private final EnumMap<MeasurementType, Long> counted = new EnumMap<>(MeasurementType.class);
  private final EnumMap<MeasurementType, Long> inBatch = new EnumMap<>(MeasurementType.class);

  static Watermarks of(List<Watermark> stored) {
    Watermarks watermarks = new Watermarks();
    for (Watermark mark : stored) {
      for (MeasurementType type : MeasurementType.values()) {
        if (type.number() == mark.getType()) {
          watermarks.counted.put(type, mark.getTimeMs());
        }
      }
    }
    return watermarks;
  }

  List<Watermark> toStored() {
    List<Watermark> stored = new ArrayList<>(counted.size());
    counted.forEach(
        (type, timeMs) ->
            stored.add(Watermark.newBuilder().setType(type.number()).setTimeMs(timeMs).build()));
    return stored;
  }

  boolean covers(MeasurementType type, long timeMs) {
    Long mark = counted.get(type);
    return mark != null && timeMs <= mark;
  }

  void mark(MeasurementType type, long timeMs) {
    inBatch.merge(type, timeMs, Math::max);
  }

  void endBatch() {
    inBatch.forEach((type, timeMs) -> counted.merge(type, timeMs, Math::max));
    inBatch.clear();
  }

  /** Forgets everything: after the clock was set back, times say nothing about repeats. */
  void clear() {
    counted.clear();
    inBatch.clear();
  }
}
