package io.heapcast.streams.engine;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.heapcast.telemetry.v1.AllocationSample;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * One measurement of a batch.
 *
 * @param timeMs its own time, by the JVM's clock; for a collection, when it ended
 * @param gcId of a collection; 0 for the rest
 */
record Measurement(long timeMs, MeasurementType type, long gcId, Message value) {

  /** The measurements of a batch in the order in which they count. */
  static List<Measurement> of(TelemetryBatch batch) {
    List<Measurement> all = new ArrayList<>();
    batch.getGcCyclesList().forEach(cycle -> all.add(collection(cycle)));
    add(all, MeasurementType.HEAP_LIMITS, batch.getHeapLimitsList(), m -> m.getTimeMs());
    add(all, MeasurementType.ALLOCATED_BYTES, batch.getAllocatedList(), m -> m.getTimeMs());
    add(
        all,
        MeasurementType.ALLOCATION_SAMPLE,
        batch.getAllocationSamplesList(),
        m -> m.getTimeMs());
    add(all, MeasurementType.THREAD_COUNT, batch.getThreadsList(), m -> m.getTimeMs());
    add(all, MeasurementType.METASPACE, batch.getMetaspaceList(), m -> m.getTimeMs());
    add(all, MeasurementType.CLASS_COUNTS, batch.getClassesList(), m -> m.getTimeMs());
    add(all, MeasurementType.DIRECT_BUFFERS, batch.getDirectBuffersList(), m -> m.getTimeMs());
    add(all, MeasurementType.RESIDENT_SET, batch.getResidentSetsList(), m -> m.getTimeMs());
    add(all, MeasurementType.CONTAINER_MEMORY, batch.getContainerMemoryList(), m -> m.getTimeMs());
    add(all, MeasurementType.DATA_LOSS, batch.getDataLossesList(), m -> m.getTimeMs());
    add(all, MeasurementType.CLASS_LOADER_COUNT, batch.getClassLoadersList(), m -> m.getTimeMs());
    add(
        all,
        MeasurementType.ALLOCATION_STALLS,
        batch.getAllocationStallsList(),
        m -> m.getTimeMs());
    add(all, MeasurementType.OLD_GENERATION_USE, batch.getOldGenerationList(), m -> m.getTimeMs());
    all.sort(Measurement::compare);
    return all;
  }

  private static Measurement collection(io.heapcast.telemetry.v1.GcCycle cycle) {
    return new Measurement(
        cycle.getEndTimeMs(),
        MeasurementType.GC_CYCLE,
        Integer.toUnsignedLong(cycle.getGcId()),
        cycle);
  }

  private static <M extends Message> void add(
      List<Measurement> all, MeasurementType type, List<M> values, ToLongFunction<M> timeMs) {
    for (M value : values) {
      all.add(new Measurement(timeMs.applyAsLong(value), type, 0, value));
    }
  }

  /** By time, type and collection; then by content, so that the order of arrival never counts. */
  private static int compare(Measurement one, Measurement other) {
    if (one.timeMs != other.timeMs) {
      return Long.compare(one.timeMs, other.timeMs);
    }
    if (one.type != other.type) {
      return one.type.compareTo(other.type);
    }
    if (one.gcId != other.gcId) {
      return Long.compare(one.gcId, other.gcId);
    }
    // Samples of a flush have the same time, and mostly differ in their class or weight.
    int samples =
        one.value instanceof AllocationSample a && other.value instanceof AllocationSample b
            ? compare(a, b)
            : 0;
    return samples != 0
        ? samples
        : ByteString.unsignedLexicographicalComparator()
            .compare(one.value.toByteString(), other.value.toByteString());
  }

  private static int compare(AllocationSample one, AllocationSample other) {
    int classes = Integer.compareUnsigned(one.getClassId(), other.getClassId());
    return classes != 0 ? classes : Long.compare(one.getWeightBytes(), other.getWeightBytes());
  }
}
