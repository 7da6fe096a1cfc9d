package io.heapcast.streams.engine;

import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The same telemetry of a JVM whose clock is set now and then, by seconds or by years. */
public final class SetClock {

  private static final double LEAST_MS = 5_000;

  /** Forward, every window that is left out costs the plainest implementation a look. */
  private static final double MOST_FORWARD_MS = Duration.ofDays(1).toMillis();

  private static final double MOST_BACK_MS = Duration.ofDays(1_000).toMillis();

  private SetClock() {}

  /** Within a collector session: one that begins re-reads what the JVM wrote by the old clock. */
  public static List<TelemetryBatch> in(List<TelemetryBatch> batches, long seed) {
    Random random = new Random(seed);
    List<TelemetryBatch> set = new ArrayList<>();
    long aheadMs = 0;
    for (TelemetryBatch batch : batches) {
      if (batch.getSeq() > 0 && random.nextInt(12) == 0) {
        aheadMs += jump(random);
      }
      set.add(new SkewedClock(batch.getJvmId(), aheadMs).of(batch));
    }
    return set;
  }

  /** Any order of magnitude, either way. */
  private static long jump(Random random) {
    boolean forward = random.nextBoolean();
    double mostMs = forward ? MOST_FORWARD_MS : MOST_BACK_MS;
    long ms = Math.round(LEAST_MS * Math.pow(mostMs / LEAST_MS, random.nextDouble()));
    return forward ? ms : -ms;
  }
}
