package io.heapcast.bench.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.AllocationSample;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStarted;
import io.heapcast.telemetry.v1.NameDef;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeutralTest {

  private static final long SHIFT_MS = -40_000;

  @Test
  void movesEveryTimeAndNothingElse() {
    TelemetryBatch moved =
        neutral(
            batch()
                .setObservedUntilMs(100_500)
                .setStarted(JvmStarted.newBuilder().setTimeMs(90_250))
                .addGcCycles(
                    GcCycle.newBuilder()
                        .setEndTimeMs(100_001)
                        .setDurationUs(7_000)
                        .setHeapAfterBytes(90_000))
                .setEnded(JvmEnded.newBuilder().setTimeMs(100_400)));
    assertThat(moved.getObservedUntilMs()).isEqualTo(60_500);
    assertThat(moved.getStarted().getTimeMs()).isEqualTo(50_250);
    assertThat(moved.getGcCycles(0))
        .isEqualTo(
            GcCycle.newBuilder()
                .setEndTimeMs(60_001)
                .setDurationUs(7_000)
                .setHeapAfterBytes(90_000)
                .build());
    assertThat(moved.getEnded().getTimeMs()).isEqualTo(60_400);
  }

  @Test
  void theIdentityIsNobodys() {
    TelemetryBatch moved =
        neutral(
            batch()
                .setInfo(
                    JvmInfo.newBuilder()
                        .setJvmId("build-host/4711@90")
                        .setHostName("build-host")
                        .setProcessPid(4711)
                        .setStartTimeMs(90_250)
                        .setServiceName("secret")
                        .setMainClass("Secret")
                        .setJdkVersion("17.0.1")
                        .setMaxHeapBytes(64)));
    assertThat(moved.getJvmId()).isEqualTo("leakbench/1@50");
    assertThat(moved.getSession()).isEqualTo(5);
    assertThat(moved.getInfo().getJvmId()).isEqualTo("leakbench/1@50");
    assertThat(moved.getInfo().getStartTimeMs()).isEqualTo(50_250);
    assertThat(moved.getInfo().getJdkVersion()).isEqualTo("17.0.1");
    assertThat(moved.getInfo().getMaxHeapBytes()).isEqualTo(64);
    assertThat(moved.toString()).doesNotContain("build-host", "4711", "secret", "Secret");
  }

  @Test
  void samplesKeepTwoFramesAndTheNamesTheyUse() {
    TelemetryBatch moved =
        neutral(
            batch()
                .addNames(name(1, "byte[]"))
                .addNames(name(2, "a"))
                .addNames(name(3, "b"))
                .addNames(name(4, "c"))
                .addNames(name(5, "d"))
                .addAllocationSamples(sample(70_000, 1, 2, 3, 4))
                .addAllocationSamples(sample(71_000, 1, 2, 3, 5)));
    assertThat(moved.getAllocationSamplesList())
        .containsExactly(
            AllocationSample.newBuilder()
                .setTimeMs(31_000)
                .setClassId(1)
                .addFrameIds(2)
                .addFrameIds(3)
                .setCount(2)
                .setWeightBytes(200)
                .build());
    assertThat(moved.getNamesList()).extracting(NameDef::getId).containsExactly(1, 2, 3);
  }

  private static TelemetryBatch.Builder batch() {
    return TelemetryBatch.newBuilder().setJvmId("build-host/4711@90").setSession(99);
  }

  private static TelemetryBatch neutral(TelemetryBatch.Builder batch) {
    return Neutral.of(List.of(batch.build()), SHIFT_MS, 5).get(0);
  }

  private static NameDef name(int id, String name) {
    return NameDef.newBuilder().setId(id).setName(name).build();
  }

  private static AllocationSample sample(long timeMs, int type, int... frames) {
    AllocationSample.Builder sample =
        AllocationSample.newBuilder()
            .setTimeMs(timeMs)
            .setClassId(type)
            .setCount(1)
            .setWeightBytes(100);
    for (int frame : frames) {
      sample.addFrameIds(frame);
    }
    return sample.build();
  }
}
