package io.heapcast.bench.real.workload;

import java.util.SplittableRandom;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Timeouts that are cancelled when their answer comes, by the clock and not by request: an executor
 * keeps a cancelled task until its time has come, unless told otherwise.
 */
final class CancelledTimers implements Workload {

  private static final double ENTRY_BYTES = 3_000;

  private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
  private final SplittableRandom random;
  private final Leak leak;
  private final double perSecond;
  private double served;

  CancelledTimers(Setup setup) {
    random = setup.random().split();
    leak = setup.leakOfRoom(ENTRY_BYTES + 150);
    double span = setup.options().seconds() - leak.beginSeconds();
    perSecond = setup.roomBytes() / span / (ENTRY_BYTES + 150);
  }

  @Override
  public void tick(double seconds) {
    timers.setRemoveOnCancelPolicy(!leak.due(seconds));
    for (; served < seconds; served += 1 / perSecond) {
      if (leak.due(seconds)) {
        leak.begin();
      }
      Payload question = Payload.of("timer", ENTRY_BYTES, random);
      ScheduledFuture<?> timeout =
          timers.schedule(() -> question.lines().clear(), 1, TimeUnit.HOURS);
      timeout.cancel(false);
    }
  }
}
