package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class OwnUseTest {

  private static final long MUCH = Duration.ofMillis(300).toNanos();

  @Test
  void besideOthersOnlyWhatItStartedCounts() throws Exception {
    OwnUse use = new OwnUse(false);
    burn(MUCH);
    assertThat(use.cpuNanos()).isLessThan(MUCH / 2);
    assertThat(use.liveHeapShare()).isZero();

    CountDownLatch looked = new CountDownLatch(1);
    CountDownLatch burnt = new CountDownLatch(1);
    Thread inner =
        use.start(
            () -> {
              Thread thread =
                  new Thread(
                      () -> {
                        burn(MUCH);
                        burnt.countDown();
                        awaitUninterruptibly(looked);
                      });
              thread.start();
              return thread;
            });
    burnt.await();
    long running = use.cpuNanos();
    assertThat(running).isGreaterThanOrEqualTo(MUCH);
    looked.countDown();
    inner.join();
    assertThat(use.cpuNanos()).as("what has ended stays").isGreaterThanOrEqualTo(running);
  }

  @Test
  void inAProcessOfItsOwnAllCounts() {
    OwnUse use = new OwnUse(true);
    long before = use.cpuNanos();
    burn(MUCH);
    assertThat(use.cpuNanos() - before).isGreaterThanOrEqualTo(MUCH / 2);
    System.gc();
    assertThat(use.liveHeapShare()).isBetween(1e-6, 1.0);
  }

  @Test
  void whatCannotStartSaysWhy() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                new OwnUse(false)
                    .start(
                        () -> {
                          throw new IllegalStateException("why");
                        }))
        .withMessage("why");
  }

  private static void burn(long nanos) {
    var threads = ManagementFactory.getThreadMXBean();
    long until = threads.getCurrentThreadCpuTime() + nanos;
    while (threads.getCurrentThreadCpuTime() < until) {
      Thread.onSpinWait();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
