package io.heapcast.bench.leak;

import java.util.List;
import java.util.stream.Stream;

/**
 * All families of LeakBench, each in one part. Training and tuning families teach; nothing is ever
 * fitted or chosen by the judging ones.
 */
public final class Families {

  public static final List<Family> LEAKING =
      List.of(
          leak("static-map", Part.TRAINING, "Every request leaves an entry in a static map."),
          leak("session-without-expiry", Part.TRAINING, "Sessions are kept and never expire."),
          leak(
              "proxy-class-leak",
              Part.TRAINING,
              "Generated proxy classes are never unloaded: metaspace."),
          leak(
              "direct-pool-growth",
              Part.TRAINING,
              "A pool of direct buffers takes back nothing: direct memory."),
          leak("thread-leak", Part.TRAINING, "Every task leaves a thread: threads."),
          leak(
              "native-leak",
              Part.TRAINING,
              "malloc without free: resident memory beside the heap."),
          leak(
              "late-after-rise",
              Part.TRAINING,
              "A leak that begins long after a healthy rise has settled."),
          leak("leak-attached-late", Part.TRAINING, "Observed only from the middle of a leak on."),
          leak("one-old-leak", Part.TRAINING, "A leak in a heap that sees one old collection."),
          leak("few-old-leak", Part.TRAINING, "A leak in a heap that sees three to five of them."),
          leak("leak-of-any-law", Part.TRAINING, "Grows by a power of the work, over any past."),
          leak(
              "interned-strings",
              Part.TUNING,
              "Distinct strings are kept in a table of the application."),
          leak("timer-leak", Part.TUNING, "Leaks by the clock, whatever the load."),
          leak(
              "leak-under-restless-load",
              Part.TUNING,
              "A small leak below a healthy live set that never rests."),
          leak(
              "leak-that-stops",
              Part.TUNING,
              "A leak that stops by itself before the heap is full."),
          leak("listener-registry", Part.JUDGING, "Listeners are registered and never removed."),
          leak(
              "thread-local-pool", Part.JUDGING, "Pooled threads keep what ThreadLocals gathered."),
          leak("unbounded-queue", Part.JUDGING, "A producer is faster than its consumer for ever."),
          leak("unbounded-cache", Part.JUDGING, "A cache without a bound, keys that never repeat."),
          leak("meter-tags", Part.JUDGING, "A metrics registry with a tag of unbounded values."),
          leak(
              "classloader-leak",
              Part.JUDGING,
              "Class loaders of redeployed applications stay: metaspace."),
          leak(
              "direct-buffer-leak",
              Part.JUDGING,
              "Direct buffers are kept referenced: direct memory."),
          leak(
              "executor-leak",
              Part.JUDGING,
              "Executors are made per request and never shut down: threads."),
          leak(
              "native-arena-leak",
              Part.JUDGING,
              "Native arenas that are never freed: resident memory."),
          leak(
              "accelerating-leak",
              Part.JUDGING,
              "Leaks the faster the more has leaked, as retries do."),
          leak("stepped-leak", Part.JUDGING, "A job leaks a lump each time it runs."),
          leak("late-leak", Part.JUDGING, "A leak that begins hours after the start."),
          leak(
              "leak-under-diurnal-load",
              Part.JUDGING,
              "Leaks per request while the load follows the day."),
          leak("two-leaks", Part.JUDGING, "Two leaks with different begins and speeds."),
          leak(
              "leak-after-restart",
              Part.JUDGING,
              "The JVM dies of its leak, is restarted, and leaks again."),
          leak("leak-from-boot", Part.JUDGING, "Leaks from the first request on."),
          leak(
              "doubling-container-leak",
              Part.JUDGING,
              "Leaks into a container that doubles its capacity."),
          leak("daily-restart-leak", Part.JUDGING, "A leak that daily restarts hide."),
          leak("no-old-leak", Part.JUDGING, "A leak in a heap that never sees an old collection."),
          leak("two-old-leak", Part.JUDGING, "A leak in a heap that sees two old collections."));

  public static final List<Family> HEALTHY =
      List.of(
          healthy("steady", Part.TRAINING, "A service with a constant live set."),
          healthy(
              "cache-fill-fast",
              Part.TRAINING,
              "A bounded cache that fills within the first part of the run."),
          healthy("batch-that-returns", Part.TRAINING, "One large batch whose memory comes back."),
          healthy("deploy-step", Part.TRAINING, "A reload makes the live set larger once."),
          healthy("bursts", Part.TRAINING, "Short bursts of load at random times."),
          healthy("one-old-healthy", Part.TRAINING, "A healthy heap that sees one old collection."),
          healthy(
              "few-old-healthy", Part.TRAINING, "A healthy heap that sees three to five of them."),
          healthy(
              "rise-and-rest", Part.TRAINING, "Rises by any law, as far as it likes, and rests."),
          healthy(
              "rise-attached-late",
              Part.TRAINING,
              "Observed only from within a rise by any law on, which rests."),
          healthy(
              "jobs", Part.TRAINING, "Jobs of any size and rhythm, each lets go of what it took."),
          healthy(
              "load-of-any-course", Part.TRAINING, "Live set in proportion to a load that moves."),
          healthy("warm-up", Part.TUNING, "A long warm-up: classes, code, pools, first caches."),
          healthy("daily-restarts", Part.TUNING, "A healthy service that is restarted every day."),
          healthy(
              "collector-change", Part.TUNING, "Restarted with another collector or other flags."),
          healthy("humongous", Part.TUNING, "Large arrays that live for a moment."),
          healthy(
              "load-growth",
              Part.TUNING,
              "Live set in proportion to a load that grows and settles."),
          healthy(
              "cache-fill-slow",
              Part.JUDGING,
              "A bounded cache that fills during most of the run."),
          healthy(
              "skewed-key-cache",
              Part.JUDGING,
              "A bounded cache under skewed keys: fills like a logarithm."),
          healthy(
              "soft-reference-cache", Part.JUDGING, "Soft references fill the heap and give way."),
          healthy("diurnal-sessions", Part.JUDGING, "Sessions follow the day."),
          healthy("nightly-batch", Part.JUDGING, "A batch every night."),
          healthy("monthly-batch", Part.JUDGING, "A batch once a month, seen for the first time."),
          healthy(
              "heap-resize",
              Part.JUDGING,
              "The committed heap grows and shrinks under a constant live set."),
          healthy("rolling-restarts", Part.JUDGING, "Replicas are restarted one by one."),
          healthy(
              "rare-major-sawtooth",
              Part.JUDGING,
              "A large sawtooth: old collections come rarely."),
          healthy(
              "no-old-healthy", Part.JUDGING, "A healthy heap that never sees an old collection."),
          healthy("two-old-healthy", Part.JUDGING, "A healthy heap that sees two old collections."),
          healthy(
              "fragmentation",
              Part.JUDGING,
              "A buffer that is emptied at irregular times: floors creep and come back."),
          healthy("clock-steps", Part.JUDGING, "The host's clock is set, forward and back."),
          healthy("missing-telemetry", Part.JUDGING, "Batches are lost, late or repeated."),
          healthy(
              "slow-drift", Part.JUDGING, "Less than 1 % of the heap per week: not actionable."),
          healthy(
              "doubling-container",
              Part.JUDGING,
              "A container doubles a few times, then is large enough."),
          healthy(
              "pooled-native-arenas",
              Part.JUDGING,
              "Native and direct pools grow to their working size."),
          healthy("mapped-files", Part.JUDGING, "Memory-mapped files raise resident memory."),
          healthy(
              "attached-late-healthy",
              Part.JUDGING,
              "Observed from the middle of a healthy rise on."),
          healthy(
              "load-ramp", Part.JUDGING, "Live set in proportion to a load that ramps for hours."),
          healthy("tight-limit", Part.JUDGING, "A constant live set close below the heap limit."),
          healthy("thread-pool-growth", Part.JUDGING, "A bounded thread pool grows to its bound."),
          healthy("class-loading-warm-up", Part.JUDGING, "Metaspace fills lazily and settles."));

  private Families() {}

  /**
   * The family of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Family of(String id) {
    return all()
        .filter(family -> family.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown family '" + id + "'"));
  }

  /** Leaking ones first, in the order of the report. */
  public static Stream<Family> all() {
    return Stream.concat(LEAKING.stream(), HEALTHY.stream());
  }

  private static Family leak(String id, Part part, String what) {
    return new Family(id, part, true, what);
  }

  private static Family healthy(String id, Part part, String what) {
    return new Family(id, part, false, what);
  }
}
