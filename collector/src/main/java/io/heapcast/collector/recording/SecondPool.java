package io.heapcast.collector.recording;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.heapcast.telemetry.v1.NameDef;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Measurements by the second in which they were taken, whatever order they come in. Every kind of
 * measurement says its time itself, by a field {@code time_ms} or {@code end_time_ms}.
 */
final class SecondPool {

  /** The time of each kind of measurement, by its field in the batch. */
  private static final Map<FieldDescriptor, FieldDescriptor> TIMES = times();

  private final TreeMap<Long, TelemetryBatch.Builder> seconds = new TreeMap<>();
  private final List<NameDef> names = new ArrayList<>();

  /** Takes in all of a batch. */
  void add(TelemetryBatch.Builder batch) {
    names.addAll(batch.getNamesList());
    batch
        .getAllFields()
        .forEach(
            (field, value) -> {
              FieldDescriptor time = TIMES.get(field);
              if (time != null) {
                addAll(field, time, (List<?>) value);
              }
            });
  }

  private void addAll(FieldDescriptor field, FieldDescriptor time, List<?> measurements) {
    for (Object measurement : measurements) {
      long timeMs = (Long) ((Message) measurement).getField(time);
      at(Math.floorDiv(timeMs, 1_000L)).addRepeatedField(field, measurement);
    }
  }

  /** The second holds its place though nothing may happen in it: the JVM was watched then. */
  void watched(long second) {
    at(second);
  }

  /**
   * Gives out the seconds before one, in order; names with the first.
   *
   * @param sink takes the number of the second since the epoch, and what it holds
   */
  void giveBefore(long second, BiConsumer<Long, TelemetryBatch.Builder> sink) {
    while (!seconds.isEmpty() && seconds.firstKey() < second) {
      var first = seconds.pollFirstEntry();
      TelemetryBatch.Builder batch = first.getValue().addAllNames(names);
      names.clear();
      sink.accept(first.getKey(), batch);
    }
  }

  private TelemetryBatch.Builder at(long second) {
    return seconds.computeIfAbsent(second, key -> TelemetryBatch.newBuilder());
  }

  private static Map<FieldDescriptor, FieldDescriptor> times() {
    Map<FieldDescriptor, FieldDescriptor> times = new HashMap<>();
    for (FieldDescriptor field : TelemetryBatch.getDescriptor().getFields()) {
      if (field.isRepeated() && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        Descriptor type = field.getMessageType();
        FieldDescriptor time = type.findFieldByName("time_ms");
        FieldDescriptor endTime = type.findFieldByName("end_time_ms");
        if (time != null) {
          times.put(field, time);
        } else if (endTime != null) {
          times.put(field, endTime);
        }
      }
    }
    return Map.copyOf(times);
  }
}
