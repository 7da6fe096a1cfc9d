package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.HeapLimits;
import io.heapcast.telemetry.v1.Metaspace;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one JVM said since the last flush: where the event handlers write to. Used by
 * one thread at a time.
 */
public final class Measurements {

  /**
   * The JVM's own announcement of its end.
   *
   * @param reason in its own words
   */
  public record Shutdown(Instant time, String reason) {}

  private final NameDictionary names = new NameDictionary();
  private final JvmFacts facts = new JvmFacts();
  private final GcCycleAssembler gcCycles = new GcCycleAssembler();
  private final AllocationSites allocationSites = new AllocationSites(names);
  private final FirstSamples firstSamples = new FirstSamples();
  private final AllocationCounters allocationCounters = new AllocationCounters();
  private TelemetryBatch.Builder batch = TelemetryBatch.newBuilder();
  private @Nullable HeapLimits heap;
  private @Nullable Metaspace metaspace;
  private @Nullable Shutdown shutdown;
  private boolean residentSetTold;
  private long newestEventMs;
  private int events;

  public JvmFacts facts() {
    return facts;
  }

  public GcCycleAssembler gcCycles() {
    return gcCycles;
  }

  public AllocationSites allocationSites() {
    return allocationSites;
  }

  public FirstSamples firstSamples() {
    return firstSamples;
  }

  public AllocationCounters allocationCounters() {
    return allocationCounters;
  }

  /** For measurements that are sent as they come. */
  public TelemetryBatch.Builder batch() {
    return batch;
  }

  /** Heap use and size; of each flush only the last is sent. */
  public void heap(long timeMs, long usedBytes, long committedBytes) {
    if (heap == null || heap.getTimeMs() <= timeMs) {
      HeapLimits.Builder limits =
          HeapLimits.newBuilder()
              .setTimeMs(timeMs)
              .setUsedBytes(usedBytes)
              .setCommittedBytes(committedBytes);
      facts.maxHeapBytes().ifPresent(limits::setMaxBytes);
      heap = limits.build();
    }
  }

  /** Metaspace; of each flush only the last is sent. */
  public void metaspace(long timeMs, long usedBytes, long committedBytes) {
    if (metaspace == null || metaspace.getTimeMs() <= timeMs) {
      Metaspace.Builder now =
          Metaspace.newBuilder()
              .setTimeMs(timeMs)
              .setUsedBytes(usedBytes)
              .setCommittedBytes(committedBytes);
      facts.metaspaceLimitBytes().ifPresent(now::setLimitBytes);
      metaspace = now.build();
    }
  }

  /** The JVM tells its resident set itself (JDK 21 and newer). */
  public void residentSetTold() {
    residentSetTold = true;
  }

  public boolean tellsResidentSet() {
    return residentSetTold;
  }

  public void shutdown(Instant time, String reason) {
    shutdown = new Shutdown(time, reason);
  }

  /** Set once the JVM has announced its end. */
  public Optional<Shutdown> shutdown() {
    return Optional.ofNullable(shutdown);
  }

  /** Called for every event, before its handler. */
  void saw(Instant end) {
    newestEventMs = Math.max(newestEventMs, end.toEpochMilli());
    events++;
  }

  /** Time of the newest event so far; 0: none yet. */
  long newestEventMs() {
    return newestEventMs;
  }

  /** Events since the last flush. */
  int events() {
    return events;
  }

  /**
   * Everything since the last flush, in order of time or gc id; begins the next.
   *
   * @param last nothing comes after it: give out what is held back
   */
  TelemetryBatch.Builder flush(boolean last) {
    TelemetryBatch.Builder full = batch;
    batch = TelemetryBatch.newBuilder();
    events = 0;
    full.addAllGcCycles(last ? gcCycles.drain() : gcCycles.flush())
        .addAllAllocated(allocationCounters.flush())
        .addAllAllocationSamples(allocationSites.flush());
    if (heap != null) {
      full.addHeapLimits(heap);
      heap = null;
    }
    if (metaspace != null) {
      full.addMetaspace(metaspace);
      metaspace = null;
    }
    return full.addAllNames(names.flush());
  }
}
