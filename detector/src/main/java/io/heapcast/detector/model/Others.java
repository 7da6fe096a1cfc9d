package io.heapcast.detector.model;

import io.heapcast.detector.model.Floor.Quality;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The resources beside the heap. Nothing cleans them at a moment that could be waited for, so every
 * window gives one observation.
 *
 * <p><b>Limits.</b> What will really break: {@code MaxMetaspaceSize}, {@code MaxDirectMemorySize},
 * or the container's memory limit less what the process may still take otherwise. Where nothing is
 * told, a level is held against a yardstick, and the verdict says that it has no bound. A window
 * need not hold every reading: metaspace is told with collections only. What is not told is as it
 * was, and so is what it is held against.
 *
 * <p><b>Native</b> memory is what the process has resident and nobody accounts for: anonymous
 * resident memory less heap, metaspace, direct buffers and stacks.
 */
final class Others {

  /** Threads without a told bound are held against this many; or four times what there were. */
  private static final double MANY_THREADS = 2_000;

  /** Touched part of a thread's stack, bytes: 80 to 120 KiB were seen. */
  private static final double STACK_BYTES = 100_000;

  /** Native memory without a bound is held against at least this share of the heap's limit. */
  private static final double NATIVE_OF_HEAP = 0.125;

  /** So that no yardstick is 0. */
  private static final double LEAST_YARDSTICK_BYTES = 1 << 20;

  private static final Resource[] RESOURCES = {
    Resource.METASPACE, Resource.THREADS, Resource.DIRECT, Resource.NATIVE
  };

  private final Map<Resource, History> histories;
  private final Map<Resource, Double> limits = new EnumMap<>(Resource.class);
  private double touchedHeap;
  private double heapNow;
  private double heapLimit;

  /**
   * As they were told so far.
   *
   * @param limits bounds as {@link #limits()} gave them; none: nothing was told
   */
  Others(
      Map<Resource, History> histories,
      double touchedHeap,
      double heapNow,
      double heapLimit,
      List<Double> limits) {
    this.histories = histories;
    this.touchedHeap = touchedHeap;
    this.heapNow = heapNow;
    this.heapLimit = heapLimit;
    for (int i = 0; i < limits.size(); i++) {
      if (limits.get(i) > 0) {
        this.limits.put(RESOURCES[i], limits.get(i));
      }
    }
  }

  /** What each resource is held against, in the order of {@link #resources()}; 0: no bound. */
  List<Double> limits() {
    return Stream.of(RESOURCES).map(resource -> limits.getOrDefault(resource, 0.0)).toList();
  }

  /** The heap's limit as it was told last, bytes; 0: not yet. */
  double heapLimit() {
    return heapLimit;
  }

  double heapNow() {
    return heapNow;
  }

  double touchedHeap() {
    return touchedHeap;
  }

  void accept(JvmWindow window) {
    // Between two readings the heap grows by what is allocated; a page once touched stays.
    double atMost = heapNow + window.getAllocatedBytes();
    double committed =
        window.hasHighestCommittedBytes()
            ? window.getHighestCommittedBytes()
            : FloorTracker.limitBytes(window);
    touchedHeap = Math.max(touchedHeap, Math.max(heapSeen(window), atMost));
    if (committed > 0) {
      touchedHeap = Math.min(touchedHeap, committed);
    }
    heapNow =
        window.hasHeapUsedBytes()
            ? window.getHeapUsedBytes()
            : Math.min(atMost, Math.max(committed, heapNow));
    double told = FloorTracker.limitBytes(window);
    heapLimit = told > 0 ? told : heapLimit;
    if (window.hasMetaspaceUsedBytes()) {
      double used = window.getMetaspaceUsedBytes();
      add(window, Resource.METASPACE, used);
      bound(
          window,
          Resource.METASPACE,
          used,
          window.hasMetaspaceLimitBytes()
              ? window.getMetaspaceLimitBytes()
              : Double.POSITIVE_INFINITY);
    }
    if (window.hasThreads()) {
      add(window, Resource.THREADS, window.getThreads());
    }
    if (window.hasDirectUsedBytes()) {
      double used = window.getDirectUsedBytes();
      add(window, Resource.DIRECT, used);
      bound(
          window,
          Resource.DIRECT,
          used,
          window.hasDirectLimitBytes() ? window.getDirectLimitBytes() : Double.POSITIVE_INFINITY);
    }
    // Without the anonymous part mapped files, which the kernel takes back, would look like a leak.
    if (window.hasResidentAnonymousBytes() && isKnown(Resource.METASPACE)) {
      double residual = Math.max(0, resident(window) - known());
      add(window, Resource.NATIVE, residual);
      bound(window, Resource.NATIVE, residual, Double.POSITIVE_INFINITY);
    }
  }

  /** The series of a resource; null while nothing is known of it. */
  @Nullable Series series(Resource resource) {
    History history = histories.get(resource);
    if (history == null || history.count() == 0) {
      return null;
    }
    Feature kind =
        switch (resource) {
          case METASPACE -> Feature.METASPACE;
          case THREADS -> Feature.THREADS;
          case DIRECT -> Feature.DIRECT;
          default -> Feature.NATIVE;
        };
    Double limit = limits.get(resource);
    if (limit != null) {
      return new Series(resource, kind, history, null, limit, true);
    }
    return new Series(resource, kind, history, null, yardstick(resource, history), false);
  }

  /** What a level without a bound is held against; positive. */
  private double yardstick(Resource resource, History history) {
    double first = 4 * history.oldest().bytes();
    if (resource == Resource.THREADS) {
      return Math.max(MANY_THREADS, first);
    }
    // A residual begins at nothing where what is known is estimated too high.
    double least = resource == Resource.NATIVE ? NATIVE_OF_HEAP * heapLimit : 0;
    return Math.max(LEAST_YARDSTICK_BYTES, Math.max(least, first));
  }

  History history(Resource resource) {
    return histories.computeIfAbsent(resource, key -> new History());
  }

  static Resource[] resources() {
    return RESOURCES.clone();
  }

  private void add(JvmWindow window, Resource resource, double value) {
    history(resource)
        .add(new Floor(window.getEndTimeMs(), window.getWorkBytes(), value, Quality.FULL));
  }

  /**
   * Takes note of what a level is held against.
   *
   * @param own the resource's own limit; infinite: it has none
   */
  private void bound(JvmWindow window, Resource resource, double used, double own) {
    double room = containerRoom(window);
    if (Double.isNaN(room) && limits.containsKey(resource)) {
      return;
    }
    double limit = Double.isNaN(room) ? own : Math.min(own, used + room);
    if (limit > 0 && limit < Double.POSITIVE_INFINITY) {
      limits.put(resource, limit);
    } else {
      limits.remove(resource);
    }
  }

  /**
   * Bytes until the container is full, with the heap at its limit; infinite without a container;
   * NaN where the window does not tell what is resident.
   */
  private double containerRoom(JvmWindow window) {
    double limit =
        window.hasContainerLimitBytes()
            ? window.getContainerLimitBytes()
            : window.getInfo().hasContainerMemoryLimitBytes()
                ? window.getInfo().getContainerMemoryLimitBytes()
                : 0;
    if (limit <= 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (!window.hasResidentBytes()) {
      return Double.NaN;
    }
    double heapToCome = Math.max(0, FloorTracker.limitBytes(window) - touchedHeap);
    double room = limit - resident(window);
    return Math.max(0.01 * limit, room > heapToCome ? room - heapToCome : room);
  }

  private static double resident(JvmWindow window) {
    return window.hasResidentAnonymousBytes()
        ? window.getResidentAnonymousBytes()
        : window.getResidentBytes();
  }

  private double known() {
    return touchedHeap
        + latest(Resource.METASPACE)
        + latest(Resource.DIRECT)
        + STACK_BYTES * latest(Resource.THREADS);
  }

  private boolean isKnown(Resource resource) {
    return history(resource).count() > 0;
  }

  /** As it was read last; 0 before. */
  private double latest(Resource resource) {
    return isKnown(resource) ? history(resource).youngest().bytes() : 0;
  }

  private static double heapSeen(JvmWindow window) {
    double most = window.getHeapUsedBytes();
    for (var collection : window.getCollectionsList()) {
      most = Math.max(most, (double) collection.getHeapBeforeBytes());
    }
    return most;
  }
}
