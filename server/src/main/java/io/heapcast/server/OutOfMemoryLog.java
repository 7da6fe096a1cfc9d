package io.heapcast.server;

import io.heapcast.telemetry.v1.OutOfMemory;
import io.heapcast.telemetry.v1.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The JVMs that ran out of memory, and how many of them no alert foresaw. Not thread-safe.
 *
 * <p>The latest 1,000 are listed; those that came in while the server was running are counted.
 */
final class OutOfMemoryLog {

  private static final System.Logger LOGGER = System.getLogger(OutOfMemoryLog.class.getName());
  private static final int MOST = 1_000;

  private final Map<String, OutOfMemory> byJvm = new LinkedHashMap<>();
  private final Map<String, Long> unforeseen = new LinkedHashMap<>();

  OutOfMemoryLog() {
    // From 0, so that a rate sees the first one too.
    for (Resource resource : Resource.values()) {
      if (resource != Resource.UNRECOGNIZED) {
        unforeseen.put(name(resource), 0L);
      }
    }
  }

  void accept(OutOfMemory end, Arrival arrival) {
    boolean repeated = byJvm.remove(end.getInfo().getJvmId()) != null;
    byJvm.put(end.getInfo().getJvmId(), end);
    if (byJvm.size() > MOST) {
      byJvm.remove(byJvm.keySet().iterator().next());
    }
    if (arrival.live() && !repeated && !end.hasLeakId()) {
      unforeseen.merge(name(end.getResource()), 1L, Long::sum);
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0} {1} ran out of memory ({2}) at {3}: no alert foresaw it",
          end.getInfo().getServiceName(),
          end.getInfo().getJvmId(),
          name(end.getResource()),
          Instant.ofEpochMilli(end.getTimeMs()));
    }
  }

  /** The latest first. */
  List<OutOfMemory> list() {
    List<OutOfMemory> ends = new ArrayList<>(byJvm.values());
    ends.sort(Comparator.comparingLong(OutOfMemory::getTimeMs).reversed());
    return List.copyOf(ends);
  }

  /** By resource. */
  Map<String, Long> unforeseen() {
    return Map.copyOf(unforeseen);
  }

  private static String name(Resource resource) {
    return switch (resource) {
      case RESOURCE_UNSPECIFIED, UNRECOGNIZED -> "unknown";
      case HEAP, METASPACE, THREADS, DIRECT, NATIVE -> resource.name().toLowerCase(Locale.ROOT);
    };
  }
}
