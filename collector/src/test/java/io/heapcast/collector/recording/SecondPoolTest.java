package io.heapcast.collector.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.NameDef;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.telemetry.v1.ThreadCount;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SecondPoolTest {

  private final SecondPool pool = new SecondPool();
  private final Map<Long, TelemetryBatch> given = new LinkedHashMap<>();

  @Test
  void givesEachMeasurementInItsSecondWhateverTheOrder() {
    pool.add(batch().addThreads(threads(3_500)).addThreads(threads(1_000)));
    pool.add(batch().addGcCycles(GcCycle.newBuilder().setEndTimeMs(1_999)));
    pool.add(batch().addThreads(threads(2_999)));
    give(3);
    assertThat(given.keySet()).containsExactly(1L, 2L);
    assertThat(at(1).getThreadsList()).containsExactly(threads(1_000));
    assertThat(at(1).getGcCyclesCount()).isOne();
    assertThat(at(2).getThreadsList()).containsExactly(threads(2_999));
    give(4);
    assertThat(at(3).getThreadsList()).containsExactly(threads(3_500));
  }

  @Test
  void namesGoWithTheFirst() {
    NameDef name = NameDef.newBuilder().setId(1).setName("a.B").build();
    pool.add(batch().addNames(name).addThreads(threads(1_000)).addThreads(threads(2_000)));
    give(9);
    assertThat(at(1).getNamesList()).containsExactly(name);
    assertThat(at(2).getNamesList()).isEmpty();
  }

  @Test
  void aSecondOfWatchingIsThereThoughNothingHappened() {
    pool.watched(5);
    give(9);
    assertThat(given).containsExactly(Map.entry(5L, TelemetryBatch.getDefaultInstance()));
  }

  /** A kind of measurement without a time would be lost silently. */
  @Test
  void everyKindOfMeasurementOfTheWireHasItsPlace() {
    for (FieldDescriptor field : TelemetryBatch.getDescriptor().getFields()) {
      if (field.isRepeated() && !field.getName().equals("names")) {
        TelemetryBatch.Builder batch = batch();
        Message.Builder measurement = batch.newBuilderForField(field);
        FieldDescriptor time = measurement.getDescriptorForType().findFieldByName("time_ms");
        FieldDescriptor end = measurement.getDescriptorForType().findFieldByName("end_time_ms");
        assertThat(time == null ? end : time).as(field.getName()).isNotNull();
        measurement.setField(time == null ? end : time, 7_000L);
        pool.add(batch.addRepeatedField(field, measurement.build()));
        given.clear();
        give(8);
        assertThat(given.get(7L)).as(field.getName()).isEqualTo(batch.build());
      }
    }
  }

  private void give(long second) {
    pool.giveBefore(second, (at, batch) -> given.put(at, batch.build()));
  }

  private TelemetryBatch at(long second) {
    return Objects.requireNonNull(given.get(second));
  }

  private static TelemetryBatch.Builder batch() {
    return TelemetryBatch.newBuilder();
  }

  private static ThreadCount threads(long timeMs) {
    return ThreadCount.newBuilder().setTimeMs(timeMs).setActive(3).build();
  }
}
