package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.SplittableRandom;

/** Answers kept in a cache of Caffeine. */
final class CaffeineCaches implements Workload {

  private static final double ENTRY_BYTES = 2_500;
  private static final double NODE_BYTES = 150;

  private final Cache<String, Payload> cache;
  private final SplittableRandom random;
  private final Leak fill;
  private final boolean leaking;
  private final double fillPerRequest;
  private long keys;

  private CaffeineCaches(
      Cache<String, Payload> cache,
      SplittableRandom random,
      Leak fill,
      boolean leaking,
      double fillPerRequest) {
    this.cache = cache;
    this.random = random;
    this.fill = fill;
    this.leaking = leaking;
    this.fillPerRequest = fillPerRequest;
  }

  /** No bound, and from some time on keys that never repeat. */
  static Workload unbounded(Setup setup) {
    return new CaffeineCaches(
        Caffeine.newBuilder().recordStats().build(),
        setup.random().split(),
        setup.leakOfRoom(ENTRY_BYTES + NODE_BYTES),
        true,
        0);
  }

  /** Full after most of the run. */
  static Workload fillSlow(Setup setup) {
    return bounded(setup, setup.moment(0.5, 0.8));
  }

  /** Full early in the run. */
  static Workload fillFast(Setup setup) {
    return bounded(setup, setup.moment(0.12, 0.25));
  }

  private static Workload bounded(Setup setup, double fullSeconds) {
    double bytes = setup.roomBytes() * setup.random().nextDouble(0.3, 0.55);
    double entries = bytes / (ENTRY_BYTES + NODE_BYTES);
    return new CaffeineCaches(
        Caffeine.newBuilder().maximumSize((long) entries).executor(Runnable::run).build(),
        setup.random().split(),
        new Leak(Double.MAX_VALUE, 0, setup.random().split()),
        false,
        entries / fullSeconds / setup.requestsPerSecond());
  }

  @Override
  public void request(double seconds, JsonNode request) {
    if (leaking) {
      for (int i = fill.entries(seconds); i > 0; i--) {
        answer(request, keys++);
      }
      answer(request, -1 - random.nextInt(500)); // a few that all ask for
    } else if (random.nextDouble() < fillPerRequest) {
      answer(request, keys++);
    } else if (keys > 0) {
      long recent = Math.min(keys, cache.estimatedSize() / 2 + 1);
      answer(request, keys - 1 - random.nextLong(recent));
    }
  }

  private void answer(JsonNode request, long key) {
    Payload answer = cache.get("order/" + key, unused -> Payload.of(request, ENTRY_BYTES, random));
    if (answer == null) {
      throw new IllegalStateException("no answer for " + key);
    }
  }
}
