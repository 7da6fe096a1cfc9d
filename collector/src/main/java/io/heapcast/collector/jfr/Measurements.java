package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.HeapLimits;
import io.heapcast.telemetry.v1.Metaspace;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
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

  private static final int MOST_PENDING_IN_A_CHUNK = 65_536;

  private final NameDictionary names = new NameDictionary();
  private final JvmFacts facts = new JvmFacts();
  private final GcCycleAssembler gcCycles;
  private final AllocationSites allocationSites = new AllocationSites(names);
  private final FirstSamples firstSamples = new FirstSamples();
  private final AllocationCounters allocationCounters = new AllocationCounters();
  private final AllocationStalls allocationStalls = new AllocationStalls();
  private final ClassLoaders classLoaders = new ClassLoaders();
  private final TreeMap<Long, HeapLimits.Builder> heapBySecond = new TreeMap<>();
  private final TreeMap<Long, Metaspace.Builder> metaspaceBySecond = new TreeMap<>();
  private TelemetryBatch.Builder batch = TelemetryBatch.newBuilder();
  private @Nullable Shutdown shutdown;
  private boolean residentSetTold;
  private long newestEventMs;
  private int events;

  /** Of a JVM that is watched. */
  public Measurements() {
    this(new GcCycleAssembler());
  }

  private Measurements(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  /** Of a recording that is read chunk by chunk: see {@link #takeUntil}. */
  public static Measurements ofRecording() {
    return new Measurements(new GcCycleAssembler(MOST_PENDING_IN_A_CHUNK));
  }

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

  public AllocationStalls allocationStalls() {
    return allocationStalls;
  }

  public ClassLoaders classLoaders() {
    return classLoaders;
  }

  /** For measurements that are sent as they come. */
  public TelemetryBatch.Builder batch() {
    return batch;
  }

  /** Heap use and size; of each second only the last is sent. */
  public void heap(long timeMs, long usedBytes, long committedBytes) {
    HeapLimits.Builder last =
        heapBySecond.computeIfAbsent(timeMs / 1_000, second -> HeapLimits.newBuilder());
    if (last.getTimeMs() <= timeMs) {
      last.setTimeMs(timeMs).setUsedBytes(usedBytes).setCommittedBytes(committedBytes);
    }
  }

  /** Metaspace; of each second only the last is sent. */
  public void metaspace(long timeMs, long usedBytes, long committedBytes) {
    Metaspace.Builder last =
        metaspaceBySecond.computeIfAbsent(timeMs / 1_000, second -> Metaspace.newBuilder());
    if (last.getTimeMs() <= timeMs) {
      last.setTimeMs(timeMs).setUsedBytes(usedBytes).setCommittedBytes(committedBytes);
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
  public void saw(Instant end) {
    newestEventMs = Math.max(newestEventMs, end.toEpochMilli());
    events++;
  }

  /** Time of the newest event so far; 0: none yet. */
  public long newestEventMs() {
    return newestEventMs;
  }

  /** Whether the newest event is of now, and not of before this collector came. */
  public boolean isLive(Instant now) {
    return ObservedUntil.isLive(newestEventMs, now);
  }

  /** Events since the last flush. */
  public int events() {
    return events;
  }

  /**
   * Everything since the last flush, in order of time or gc id; begins the next.
   *
   * @param last nothing comes after it: give out what is held back
   */
  TelemetryBatch.Builder flush(boolean last) {
    batch
        .addAllGcCycles(last ? gcCycles.drain() : gcCycles.flush())
        .addAllAllocated(allocationCounters.flush())
        .addAllClassLoaders(classLoaders.flush());
    return take();
  }

  /**
   * Everything so far, in order of time or gc id, but for collections and counters that may not be
   * complete.
   *
   * @param until all events that ended before this have been seen
   */
  public TelemetryBatch.Builder takeUntil(Instant until) {
    batch
        .addAllGcCycles(gcCycles.takeEndedBefore(until))
        .addAllAllocated(allocationCounters.takeBefore(until.toEpochMilli()))
        .addAllClassLoaders(classLoaders.takeBefore(until.toEpochMilli()));
    return take();
  }

  private TelemetryBatch.Builder take() {
    heapBySecond.values().forEach(heap -> facts.maxHeapBytes().ifPresent(heap::setMaxBytes));
    metaspaceBySecond
        .values()
        .forEach(metaspace -> facts.metaspaceLimitBytes().ifPresent(metaspace::setLimitBytes));
    heapBySecond.values().forEach(batch::addHeapLimits);
    metaspaceBySecond.values().forEach(batch::addMetaspace);
    TelemetryBatch.Builder full =
        batch
            .addAllAllocationSamples(allocationSites.flush())
            .addAllAllocationStalls(allocationStalls.flush())
            .addAllNames(names.flush());
    batch = TelemetryBatch.newBuilder();
    heapBySecond.clear();
    metaspaceBySecond.clear();
    events = 0;
    return full;
  }
}
