package io.heapcast.detector.model;

import io.heapcast.detector.model.Floor.Quality;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resources beside the heap. Nothing cleans them at a moment that could be waited for, so every
 * window gives one observation.
 *
 * <p><b>Limits.</b> What will really break: {@code MaxMetaspaceSize}, {@code MaxDirectMemorySize},
 * or the container's memory limit less what the process may still take otherwise. Where nothing is
 * told, a level is held against a yardstick, and the verdict says that it has no bound.
 *
 * <p><b>Native</b> memory is what the process has resident and nobody accounts for: anonymous
 * resident memory less heap, metaspace, direct buffers and stacks.
 */
final class Others {

  /** Threads without a told bound are held against this many; or four times what there were. */
  private static final double MANY_THREADS = 2_000;

  /** Touched part of a thread's stack, bytes: 80 to 120 KiB were seen. */
  private static final double STACK_BYTES = 100_000;

  private static final Resource[] RESOURCES = {
    Resource.METASPACE, Resource.THREADS, Resource.DIRECT, Resource.NATIVE
  };

  private final Map<Resource, History> histories;
  private final Map<Resource, Double> limits = new EnumMap<>(Resource.class);
  private double touchedHeap;
  private double heapNow;

  Others(Map<Resource, History> histories, double touchedHeap, double heapNow) {
    this.histories = histories;
    this.touchedHeap = touchedHeap;
    this.heapNow = heapNow;
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
    limits.clear();
    if (window.hasMetaspaceUsedBytes()) {
      add(window, Resource.METASPACE, (double) window.getMetaspaceUsedBytes());
      double room = containerRoom(window);
      double told =
          window.hasMetaspaceLimitBytes()
              ? window.getMetaspaceLimitBytes()
              : Double.POSITIVE_INFINITY;
      bound(Resource.METASPACE, Math.min(told, window.getMetaspaceUsedBytes() + room));
    }
    if (window.hasThreads()) {
      add(window, Resource.THREADS, window.getThreads());
    }
    if (window.hasDirectUsedBytes()) {
      add(window, Resource.DIRECT, (double) window.getDirectUsedBytes());
      double told =
          window.hasDirectLimitBytes() ? window.getDirectLimitBytes() : Double.POSITIVE_INFINITY;
      bound(Resource.DIRECT, Math.min(told, window.getDirectUsedBytes() + containerRoom(window)));
    }
    // Without the anonymous part mapped files, which the kernel takes back, would look like a leak.
    if (window.hasResidentAnonymousBytes()) {
      double residual = Math.max(0, resident(window) - known(window));
      add(window, Resource.NATIVE, residual);
      bound(Resource.NATIVE, residual + containerRoom(window));
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
    double first = history.oldest().bytes();
    double yardstick = resource == Resource.THREADS ? MANY_THREADS : 4 * first;
    return new Series(resource, kind, history, null, Math.max(yardstick, 4 * first), false);
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

  private void bound(Resource resource, double limit) {
    if (limit > 0 && limit < Double.POSITIVE_INFINITY) {
      limits.put(resource, limit);
    }
  }

  /**
   * Bytes until the container is full, with the heap at its limit; infinite without a container.
   */
  private double containerRoom(JvmWindow window) {
    double limit =
        window.hasContainerLimitBytes()
            ? window.getContainerLimitBytes()
            : window.getInfo().hasContainerMemoryLimitBytes()
                ? window.getInfo().getContainerMemoryLimitBytes()
                : 0;
    if (limit <= 0 || !window.hasResidentBytes()) {
      return Double.POSITIVE_INFINITY;
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

  private double known(JvmWindow window) {
    return touchedHeap
        + window.getMetaspaceUsedBytes()
        + window.getDirectUsedBytes()
        + STACK_BYTES * window.getThreads();
  }

  private static double heapSeen(JvmWindow window) {
    double most = window.getHeapUsedBytes();
    for (var collection : window.getCollectionsList()) {
      most = Math.max(most, (double) collection.getHeapBeforeBytes());
    }
    return most;
  }
}
