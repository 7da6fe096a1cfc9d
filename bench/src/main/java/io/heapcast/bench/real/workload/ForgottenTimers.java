package io.heapcast.bench.real.workload;

import java.util.SplittableRandom;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Timeouts of an hour that are cancelled when their answer comes; from some time on that is
 * forgotten. By the clock and not by request.
 */
final class ForgottenTimers implements Workload {

  private static final double ENTRY_BYTES = 3_000;
  private static final double TIMER_BYTES = 150;

  private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
  private final SplittableRandom random;
  private final Leak leak;
  private final double perSecond;
  private double served;

  ForgottenTimers(Setup setup) {
    timers.setRemoveOnCancelPolicy(true);
    random = setup.random().split();
    leak = setup.leakOfRoom(ENTRY_BYTES + TIMER_BYTES);
    double span = setup.options().seconds() - leak.beginSeconds();
    perSecond = setup.roomBytes() / span / (ENTRY_BYTES + TIMER_BYTES);
  }

  @Override
  public void tick(double seconds) {
    for (; served < seconds; served += 1 / perSecond) {
      boolean forgotten = leak.due(seconds);
      if (forgotten) {
        leak.begin();
      }
      Payload question = Payload.of("timer", ENTRY_BYTES, random);
      ScheduledFuture<?> timeout =
          timers.schedule(() -> question.lines().clear(), 1, TimeUnit.HOURS);
      if (!forgotten) {
        timeout.cancel(false);
      }
    }
  }
}
