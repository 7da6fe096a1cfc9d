package io.heapcast.bench.run;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Telemetry;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.leak.Watch;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.HeapLimits;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Cases of a full collection in every window, small enough to be reckoned by hand. */
public final class TinyCases {

  public static final long WINDOW_MS = 10_000;
  public static final long LIMIT = 100L << 20;

  private TinyCases() {}

  /** A heap that grows by a step from one window on, until it is full. */
  public static Case leak(String id, int windows, int beginWindow) {
    return of(
        id,
        "listener-registry",
        Truth.leak(Resource.HEAP, beginWindow * WINDOW_MS, OptionalLong.of(windows * WINDOW_MS)),
        sink -> jvm("host/1@0", 0, windows, beginWindow, sink));
  }

  /** A heap that stays. */
  public static Case healthy(String id, int windows) {
    return of(
        id, "fragmentation", Truth.healthy(), sink -> jvm("host/1@0", 0, windows, windows, sink));
  }

  /** Two healthy JVMs, one after the other. */
  public static Case restarted(String id, int windows) {
    return of(
        id,
        "rolling-restarts",
        Truth.healthy(),
        sink -> {
          jvm("host/1@0", 0, windows, windows, sink);
          jvm("host/2@9", windows, 2 * windows, 2 * windows, sink);
        });
  }

  public static Case of(String id, String family, Truth truth, Telemetry telemetry) {
    return new Case(
        id, Tier.SIMULATED, Families.of(family), Collector.SERIAL, truth, Map.of(), telemetry);
  }

  /** Alarms while the heap after the last full collection is at least that part of the limit. */
  public static Contender threshold(String name, double part) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String about() {
        return "live set above a part of the limit";
      }

      @Override
      public Watch watch(Case watched, String jvmId) {
        return window ->
            window.getCollectionsList().stream()
                .map(
                    gc ->
                        Opinion.heap(window.getEndTimeMs(), gc.getHeapAfterBytes() >= part * LIMIT))
                .limit(1)
                .toList();
      }
    };
  }

  private static void jvm(
      String jvmId, int from, int until, int growsFrom, Consumer<TelemetryBatch> sink) {
    for (int window = from; window < until; window++) {
      long timeMs = window * WINDOW_MS + 5_000;
      double grown = Math.max(0, window - growsFrom) / (double) Math.max(1, until - growsFrom);
      long after = (long) (LIMIT * (0.2 + 0.8 * grown));
      TelemetryBatch.Builder batch =
          TelemetryBatch.newBuilder()
              .setJvmId(jvmId)
              .setSession(1)
              .setSeq(window - from)
              .setObservedUntilMs(timeMs + 4_000)
              .addGcCycles(
                  GcCycle.newBuilder()
                      .setGcId(window - from + 1)
                      .setEndTimeMs(timeMs)
                      .setKind(GcKind.FULL)
                      .setHeapBeforeBytes(LIMIT)
                      .setHeapAfterBytes(after))
              .addHeapLimits(HeapLimits.newBuilder().setTimeMs(timeMs).setMaxBytes(LIMIT));
      if (window == from) {
        batch.setInfo(JvmInfo.newBuilder().setJvmId(jvmId).setServiceName("tiny"));
      }
      if (window == until - 1) {
        batch.setEnded(
            JvmEnded.newBuilder().setTimeMs(timeMs + 4_000).setReason(EndReason.VANISHED));
      }
      sink.accept(batch.build());
    }
  }
}
