package io.heapcast.collector.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TenancyTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  private final AtomicInteger closed = new AtomicInteger();
  private final Tenancy tenancy = new Tenancy(closed::incrementAndGet);

  @Test
  void whatNobodyUsesIsClosedAtOnceAndOnce() throws Exception {
    assertThat(tenancy.use(SHORT, "otherwise", () -> "used")).isEqualTo("used");
    tenancy.close();
    tenancy.close();
    assertThat(closed).hasValue(1);
    assertThat(tenancy.use(SHORT, "otherwise", () -> "used")).isEqualTo("otherwise");
  }

  @Test
  void aUserThatHangsHoldsUpNeitherTheNextNorTheEnd() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    CompletableFuture<String> hanging = CompletableFuture.supplyAsync(() -> hang(inside, released));
    inside.await();
    assertThat(tenancy.use(SHORT, "otherwise", () -> "used")).isEqualTo("otherwise");
    tenancy.close();
    assertThat(closed).as("it is still used").hasValue(0);
    released.countDown();
    assertThat(hanging.get()).isEqualTo("used");
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(closed).hasValue(1));
  }

  private String hang(CountDownLatch inside, CountDownLatch released) {
    try {
      return tenancy.use(
          SHORT,
          "otherwise",
          () -> {
            inside.countDown();
            try {
              released.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return "used";
          });
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
