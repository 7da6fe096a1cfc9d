package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;

/** A bounded cache of Guava under keys few of which are asked for often: fills ever slower. */
final class SkewedKeys implements Workload {

  private static final double ENTRY_BYTES = 2_500;
  private static final double KEYS_PER_ENTRY = 2.5;

  private final Cache<Integer, Payload> cache;
  private final SplittableRandom random;
  private final double[] cumulative;
  private final double asksPerRequest;

  SkewedKeys(Setup setup) {
    random = setup.random().split();
    double bytes = setup.roomBytes() * random.nextDouble(0.4, 0.65);
    int entries = (int) (bytes / (ENTRY_BYTES + 100));
    cache = CacheBuilder.newBuilder().maximumSize(entries).concurrencyLevel(1).build();
    cumulative = zipf((int) (entries * KEYS_PER_ENTRY), random.nextDouble(0.7, 1.0));
    asksPerRequest = 2.5 * entries / setup.options().seconds() / setup.requestsPerSecond();
  }

  @Override
  public void request(double seconds, JsonNode request) {
    int asks = (int) asksPerRequest + (random.nextDouble() < asksPerRequest % 1 ? 1 : 0);
    for (int i = 0; i < asks; i++) {
      try {
        Payload answer = cache.get(nextKey(), () -> Payload.of(request, ENTRY_BYTES, random));
        request.path(answer.user());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private int nextKey() {
    double point = random.nextDouble(cumulative[cumulative.length - 1]);
    int index = Arrays.binarySearch(cumulative, point);
    return index >= 0 ? index : -index - 1;
  }

  private static double[] zipf(int keys, double exponent) {
    double[] cumulative = new double[keys];
    double sum = 0;
    for (int i = 0; i < keys; i++) {
      sum += StrictMath.pow(i + 1.0, -exponent);
      cumulative[i] = sum;
    }
    return cumulative;
  }
}
