package io.heapcast.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {

  private static final String JVM = "host/1@1777644120";
  private static final long BEGIN_MS = 1_777_644_120_000L;
  private static final long MIB = 1 << 20;

  private final List<JvmWindow> windows = new ArrayList<>();
  private final List<JvmVerdict> verdicts = new ArrayList<>();
  private final Replay replay = new Replay(JVM, windows::add, verdicts::add);
  private int seq;

  @Test
  void theEndOfTheDataClosesTheLastWindow() {
    replay.accept(batch(3_000).build());
    replay.accept(batch(14_000).addGcCycles(full(1, 13_500, 20)).build());
    assertThat(windows).isEmpty();
    replay.finish();
    assertThat(windows)
        .extracting(window -> window.getStartTimeMs() - BEGIN_MS)
        .containsExactly(0L, 10_000L);
    assertThat(windows.get(1).getCollectionsCount()).isOne();
    assertThat(windows.get(1).getGapsList()).isEmpty();
  }

  @Test
  void theEndOfTheJvmNeedsNoOther() {
    JvmEnded ended =
        JvmEnded.newBuilder().setTimeMs(BEGIN_MS + 4_000).setReason(EndReason.SHUTDOWN).build();
    replay.accept(batch(4_000).setEnded(ended).build());
    replay.finish();
    assertThat(windows).hasSize(1);
    assertThat(verdicts).last().matches(verdict -> verdict.getEnded().equals(ended));
  }

  @Test
  void withoutDataNothingIsSaid() {
    replay.finish();
    assertThat(windows).isEmpty();
    assertThat(verdicts).isEmpty();
  }

  @Test
  void floorsThatRiseToTheLimitAreALeak() {
    int gcId = 0;
    for (int second = 0; second < 1_500; second++) {
      TelemetryBatch.Builder batch = batch(second * 1_000 + 999);
      if (second % 30 == 0) {
        long live = second < 300 ? 20 : 20 + (second - 300) / 15;
        batch.addGcCycles(full(gcId++, second * 1_000 + 500, live));
      }
      replay.accept(batch.build());
    }
    replay.finish();
    assertThat(windows).hasSize(150).allMatch(window -> window.getLateDropped() == 0);
    assertThat(verdicts.get(verdicts.size() - 1).getResources(0).getState())
        .isEqualTo(VerdictState.LEAK);
  }

  private TelemetryBatch.Builder batch(long untilMs) {
    TelemetryBatch.Builder batch =
        TelemetryBatch.newBuilder()
            .setJvmId(JVM)
            .setSession(7)
            .setSeq(seq)
            .setObservedUntilMs(BEGIN_MS + untilMs);
    if (seq++ == 0) {
      batch.setInfo(
          JvmInfo.newBuilder()
              .setJvmId(JVM)
              .setCollector(Collector.SERIAL)
              .setMaxHeapBytes(128 * MIB));
    }
    return batch;
  }

  private static GcCycle full(int gcId, long timeMs, long liveMib) {
    return GcCycle.newBuilder()
        .setGcId(gcId)
        .setEndTimeMs(BEGIN_MS + timeMs)
        .setKind(GcKind.FULL)
        .setName("SerialOld")
        .setHeapBeforeBytes(120 * MIB)
        .setHeapAfterBytes(liveMib * MIB)
        .build();
  }
}
