package io.heapcast.collector;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * What the collector takes. In a process of its own that is all the process takes; beside others,
 * as in {@code heapcast up}, only what its threads take, which are those of one thread group:
 * whoever is started by one of them belongs to it.
 */
final class OwnUse {

  private final boolean alone;
  private final ThreadGroup group = new ThreadGroup("heapcast-collector");
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** Of threads that may still run, by id. */
  private final Map<Long, Long> cpuNanosOf = new HashMap<>();

  private long endedCpuNanos;

  /**
   * Begins to count.
   *
   * @param alone whether the process is the collector's own
   */
  OwnUse(boolean alone) {
    this.alone = alone;
  }

  /**
   * Starts something whose threads count.
   *
   * @throws RuntimeException what that throws
   */
  <T> T start(Supplier<T> starting) {
    CompletableFuture<T> started = new CompletableFuture<>();
    new Thread(
            group,
            () -> {
              try {
                started.complete(starting.get());
              } catch (RuntimeException | Error e) {
                started.completeExceptionally(e);
              }
            },
            "heapcast-start")
        .start();
    try {
      return started.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw e;
    }
  }

  /**
   * CPU time since some moment, in nanoseconds; never less than before. Of a thread that has ended
   * what it took when it was last looked at.
   */
  long cpuNanos() {
    if (alone
        && ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system) {
      return system.getProcessCpuTime();
    }
    Set<Long> running = new HashSet<>();
    for (Thread thread : running()) {
      long nanos = threads.getThreadCpuTime(thread.getId());
      if (nanos >= 0) {
        running.add(thread.getId());
        cpuNanosOf.put(thread.getId(), nanos);
      }
    }
    cpuNanosOf
        .entrySet()
        .removeIf(
            thread -> {
              boolean ended = !running.contains(thread.getKey());
              endedCpuNanos += ended ? thread.getValue() : 0;
              return ended;
            });
    return endedCpuNanos + cpuNanosOf.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The share of the heap, 0 to 1, that the last collection of each of its parts found in use; what
   * was filled since may be garbage. 0 beside others, whose heap it is as well.
   */
  double liveHeapShare() {
    if (!alone) {
      return 0;
    }
    long live = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage afterCollection =
          pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      live += afterCollection == null ? 0 : afterCollection.getUsed();
    }
    return (double) live / Runtime.getRuntime().maxMemory();
  }

  private Thread[] running() {
    Thread[] found = new Thread[group.activeCount() + 16];
    int count = group.enumerate(found);
    return Arrays.copyOf(found, count);
  }
}
