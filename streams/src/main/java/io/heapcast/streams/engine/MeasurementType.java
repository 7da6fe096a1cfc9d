package io.heapcast.streams.engine;

import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.Arrays;
import java.util.Optional;

/** Kinds of measurement in a batch, in the order in which those of one millisecond count. */
enum MeasurementType {
  GC_CYCLE(TelemetryBatch.GC_CYCLES_FIELD_NUMBER),
  HEAP_LIMITS(TelemetryBatch.HEAP_LIMITS_FIELD_NUMBER),
  ALLOCATED_BYTES(TelemetryBatch.ALLOCATED_FIELD_NUMBER),
  ALLOCATION_SAMPLE(TelemetryBatch.ALLOCATION_SAMPLES_FIELD_NUMBER),
  THREAD_COUNT(TelemetryBatch.THREADS_FIELD_NUMBER),
  METASPACE(TelemetryBatch.METASPACE_FIELD_NUMBER),
  CLASS_COUNTS(TelemetryBatch.CLASSES_FIELD_NUMBER),
  DIRECT_BUFFERS(TelemetryBatch.DIRECT_BUFFERS_FIELD_NUMBER),
  RESIDENT_SET(TelemetryBatch.RESIDENT_SETS_FIELD_NUMBER),
  CONTAINER_MEMORY(TelemetryBatch.CONTAINER_MEMORY_FIELD_NUMBER),
  DATA_LOSS(TelemetryBatch.DATA_LOSSES_FIELD_NUMBER),
  CLASS_LOADER_COUNT(TelemetryBatch.CLASS_LOADERS_FIELD_NUMBER),
  ALLOCATION_STALLS(TelemetryBatch.ALLOCATION_STALLS_FIELD_NUMBER),
  OLD_GENERATION_USE(TelemetryBatch.OLD_GENERATION_FIELD_NUMBER);

  /** More than any index. */
  static final int INDEXES =
      1 + Arrays.stream(values()).mapToInt(MeasurementType::index).max().orElse(0);

  private final int number;

  MeasurementType(int number) {
    this.number = number;
  }

  /** The inverse of {@link #number()}; empty for one that only a newer version knows. */
  static Optional<MeasurementType> ofNumber(int number) {
    return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
  }

  /** Number of its field in {@link TelemetryBatch}: its name in stored state. */
  int number() {
    return number;
  }

  /** Its own place in an array. */
  int index() {
    return number - TelemetryBatch.GC_CYCLES_FIELD_NUMBER;
  }
}
