package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Orders are queued without bound for one who ships them; from some time on more come than go. The
 * consumer has a quarter to spare before.
 */
final class SlowConsumer implements Workload {

  private static final double ORDER_BYTES = 3_000;
  private static final double ORDERS_PER_REQUEST = 0.2;
  private static final double CAPACITY_TO_SPARE = 1.35;
  private static final long TICK_NANOS = 20_000_000;

  private final BlockingQueue<Payload> queue = new LinkedBlockingQueue<>();
  private final SplittableRandom random;
  private final double shippedPerSecond;
  private final double surplusPerRequest;
  private final double beginSeconds;
  private final Leak announced;
  private long shippedLines;

  SlowConsumer(Setup setup) {
    random = setup.random().split();
    announced = setup.leakOfRoom(ORDER_BYTES);
    beginSeconds = announced.beginSeconds();
    double usual = ORDERS_PER_REQUEST * setup.requestsPerSecond();
    shippedPerSecond = usual * CAPACITY_TO_SPARE;
    double surplus =
        setup.roomBytes() / (setup.options().seconds() - beginSeconds) / (ORDER_BYTES + 30);
    surplusPerRequest = (shippedPerSecond - usual + surplus) / setup.requestsPerSecond();
    Thread shipping = new Thread(this::ship, "shipping");
    shipping.setDaemon(true);
    shipping.start();
  }

  @Override
  public void request(double seconds, JsonNode request) {
    double mean = ORDERS_PER_REQUEST;
    if (seconds >= beginSeconds) {
      mean += surplusPerRequest;
      announced.begin();
    }
    int orders = (int) mean + (random.nextDouble() < mean - (int) mean ? 1 : 0);
    for (int i = 0; i < orders; i++) {
      queue.add(Payload.of(request, ORDER_BYTES, random));
    }
  }

  /** What a stall has kept from being shipped is not made up for. */
  private void ship() {
    double due = 0;
    while (true) {
      LockSupport.parkNanos(TICK_NANOS);
      for (due += shippedPerSecond * TICK_NANOS / 1e9; due >= 1; due--) {
        Payload order = queue.poll();
        if (order != null) {
          shippedLines += order.lines().size();
        }
      }
    }
  }

  long shippedLines() {
    return shippedLines;
  }
}
