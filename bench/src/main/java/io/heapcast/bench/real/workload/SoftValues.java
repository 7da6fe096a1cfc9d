package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;

/** A cache of Guava with soft values: fills the heap, and gives way before it is exhausted. */
final class SoftValues implements Workload {

  private static final double ENTRY_BYTES = 2_500;

  private final Cache<Integer, Payload> cache =
      CacheBuilder.newBuilder().softValues().concurrencyLevel(1).build();
  private final SplittableRandom random;
  private final int keys;
  private final double newPerRequest;
  private int next;

  SoftValues(Setup setup) {
    random = setup.random().split();
    double room = setup.roomBytes() / (ENTRY_BYTES + 150);
    keys = (int) (2 * room);
    newPerRequest =
        room
            / (setup.options().seconds() * random.nextDouble(0.3, 0.6))
            / setup.requestsPerSecond();
  }

  @Override
  public void request(double seconds, JsonNode request) {
    double mean = newPerRequest;
    int asks = (int) mean + (random.nextDouble() < mean % 1 ? 1 : 0);
    for (int i = 0; i < asks; i++) {
      try {
        Payload answer = cache.get(next++ % keys, () -> Payload.of(request, ENTRY_BYTES, random));
        request.path(answer.user());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
