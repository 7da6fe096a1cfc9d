package io.heapcast.bench.throughput;

import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.ArrayList;
import java.util.List;

/** One recorded run again and again without a break, as a JVM that lives long. */
final class LongRun {

  private LongRun() {}

  /**
   * Telemetry of one session of one JVM.
   *
   * @param run of which the last batch, the JVM's end, is left out
   * @param lengthMs at least so long
   */
  static List<TelemetryBatch> of(List<TelemetryBatch> run, long lengthMs) {
    List<TelemetryBatch> lasting = run.stream().filter(batch -> !batch.hasEnded()).toList();
    TelemetryBatch first = lasting.get(0);
    long periodMs =
        lasting.get(lasting.size() - 1).getObservedUntilMs() - first.getObservedUntilMs() + 1_000;
    int ids =
        1
            + lasting.stream()
                .flatMap(batch -> batch.getGcCyclesList().stream())
                .mapToInt(GcCycle::getGcId)
                .max()
                .orElse(0);
    List<TelemetryBatch> all = new ArrayList<>();
    for (int round = 0; round * periodMs < lengthMs; round++) {
      MovedTelemetry moved =
          new MovedTelemetry(first.getJvmId(), round * periodMs, Math.multiplyExact(round, ids));
      for (TelemetryBatch batch : lasting) {
        long sinceBeginMs =
            batch.getObservedUntilMs() - first.getObservedUntilMs() + round * periodMs;
        if (sinceBeginMs < lengthMs) {
          all.add(
              moved.of(batch).toBuilder()
                  .setSession(first.getSession())
                  .setSeq(all.size())
                  .build());
        }
      }
    }
    return all;
  }
}
