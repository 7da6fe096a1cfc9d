package io.heapcast.streams.engine;

import io.heapcast.streams.v1.OpenWindow;
import io.heapcast.telemetry.v1.AllocationSample;
import io.heapcast.telemetry.v1.AllocationStalls;
import io.heapcast.telemetry.v1.ClassCounts;
import io.heapcast.telemetry.v1.ClassLoaderCount;
import io.heapcast.telemetry.v1.ContainerMemory;
import io.heapcast.telemetry.v1.DataLoss;
import io.heapcast.telemetry.v1.DirectBuffers;
import io.heapcast.telemetry.v1.Gap;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.HeapLimits;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Metaspace;
import io.heapcast.telemetry.v1.OldGenerationUse;
import io.heapcast.telemetry.v1.ResidentSet;
import io.heapcast.telemetry.v1.StallTotals;
import io.heapcast.telemetry.v1.ThreadCount;
import io.heapcast.telemetry.v1.YoungCollections;
import java.util.Optional;

/** One window being built. */
final class WindowBuilder {

  /** Listed one by one; the amounts of further ones are added to the last of their reason. */
  static final int MAX_GAPS = 16;

  private static final int MAX_DETAIL_CHARS = 1_000;

  /** Without collections and allocation, and without its end, until it is finished. */
  private final JvmWindow.Builder window;

  private final ListedCollections collections;
  private final AllocationSites sites;

  /** Of each last value: how far into the window it was measured. */
  private final LastValues lastValues = new LastValues();

  WindowBuilder(long startMs) {
    this(
        JvmWindow.newBuilder().setStartTimeMs(startMs),
        new ListedCollections(),
        new AllocationSites());
  }

  private WindowBuilder(
      JvmWindow.Builder window, ListedCollections collections, AllocationSites sites) {
    this.window = window;
    this.collections = collections;
    this.sites = sites;
  }

  static WindowBuilder of(OpenWindow stored) {
    WindowBuilder builder =
        new WindowBuilder(
            stored.getWindow().toBuilder().clearCollections(),
            ListedCollections.of(stored),
            AllocationSites.of(stored));
    for (int i = 0; i + 1 < stored.getLastValueMsCount(); i += 2) {
      builder.lastValues.isLast(stored.getLastValueMs(i), stored.getLastValueMs(i + 1));
    }
    return builder;
  }

  /** Writes it as an {@link OpenWindow}. */
  void writeTo(ProtoWriter out) {
    out.message(OpenWindow.WINDOW_FIELD_NUMBER, window.buildPartial());
    lastValues.writeTo(out, OpenWindow.LAST_VALUE_MS_FIELD_NUMBER);
    sites.writeTo(out, OpenWindow.ALLOCATION_FIELD_NUMBER);
    collections.writeTo(out, startMs());
  }

  long startMs() {
    return window.getStartTimeMs();
  }

  /** Adds any measurement but readings of the counters, which the work turns into allocation. */
  void add(Measurement measurement) {
    switch (measurement.type()) {
      case GC_CYCLE -> add((GcCycle) measurement.value());
      case HEAP_LIMITS -> add((HeapLimits) measurement.value());
      case ALLOCATED_BYTES ->
          throw new IllegalArgumentException("found a reading, expected what the work made of it");
      case ALLOCATION_SAMPLE -> add((AllocationSample) measurement.value());
      case THREAD_COUNT -> add((ThreadCount) measurement.value());
      case METASPACE -> add((Metaspace) measurement.value());
      case CLASS_COUNTS -> add((ClassCounts) measurement.value());
      case DIRECT_BUFFERS -> add((DirectBuffers) measurement.value());
      case RESIDENT_SET -> add((ResidentSet) measurement.value());
      case CONTAINER_MEMORY -> add((ContainerMemory) measurement.value());
      case CLASS_LOADER_COUNT -> add((ClassLoaderCount) measurement.value());
      case ALLOCATION_STALLS -> add((AllocationStalls) measurement.value());
      case OLD_GENERATION_USE -> add((OldGenerationUse) measurement.value());
      case DATA_LOSS -> addLoss((DataLoss) measurement.value());
    }
  }

  private void addLoss(DataLoss loss) {
    addGap(loss.getTimeMs(), GapReason.REPORTED_LOSS, loss.getAmount());
  }

  private void add(GcCycle cycle) {
    GcFacts.add(window, collections, cycle);
    long timeMs = cycle.getEndTimeMs();
    if (cycle.hasHeapAfterBytes()) {
      last(JvmWindow.HEAP_USED_BYTES_FIELD_NUMBER, timeMs)
          .ifPresent(w -> w.setHeapUsedBytes(cycle.getHeapAfterBytes()));
    }
    if (cycle.hasHeapCommittedBytes()) {
      last(JvmWindow.HEAP_COMMITTED_BYTES_FIELD_NUMBER, timeMs)
          .ifPresent(w -> w.setHeapCommittedBytes(cycle.getHeapCommittedBytes()));
      GcFacts.addCommitted(window, cycle.getHeapCommittedBytes());
    }
    if (cycle.hasHeapCommittedBeforeBytes()) {
      GcFacts.addCommitted(window, cycle.getHeapCommittedBeforeBytes());
    }
  }

  private void add(HeapLimits limits) {
    long timeMs = limits.getTimeMs();
    if (limits.hasUsedBytes()) {
      last(JvmWindow.HEAP_USED_BYTES_FIELD_NUMBER, timeMs)
          .ifPresent(w -> w.setHeapUsedBytes(limits.getUsedBytes()));
    }
    if (limits.hasCommittedBytes()) {
      last(JvmWindow.HEAP_COMMITTED_BYTES_FIELD_NUMBER, timeMs)
          .ifPresent(w -> w.setHeapCommittedBytes(limits.getCommittedBytes()));
      GcFacts.addCommitted(window, limits.getCommittedBytes());
    }
    if (limits.hasMaxBytes()) {
      last(JvmWindow.HEAP_MAX_BYTES_FIELD_NUMBER, timeMs)
          .ifPresent(w -> w.setHeapMaxBytes(limits.getMaxBytes()));
    }
  }

  /** Of two sources in one window the less exact one is told. */
  void add(WorkCurve.Allocated allocated) {
    window.setAllocatedBytes(window.getAllocatedBytes() + allocated.bytes());
    if (allocated.source().getNumber() > window.getAllocatedSource().getNumber()) {
      window.setAllocatedSource(allocated.source());
    }
  }

  private void add(AllocationSample sample) {
    sites.add(sample);
  }

  private void add(ThreadCount threads) {
    last(JvmWindow.THREADS_FIELD_NUMBER, threads.getTimeMs())
        .ifPresent(w -> w.setThreads(threads.getActive()));
  }

  private void add(Metaspace metaspace) {
    last(JvmWindow.METASPACE_USED_BYTES_FIELD_NUMBER, metaspace.getTimeMs())
        .ifPresent(w -> w.setMetaspaceUsedBytes(metaspace.getUsedBytes()));
    if (metaspace.hasCommittedBytes()) {
      last(JvmWindow.METASPACE_COMMITTED_BYTES_FIELD_NUMBER, metaspace.getTimeMs())
          .ifPresent(w -> w.setMetaspaceCommittedBytes(metaspace.getCommittedBytes()));
    }
    if (metaspace.hasLimitBytes()) {
      last(JvmWindow.METASPACE_LIMIT_BYTES_FIELD_NUMBER, metaspace.getTimeMs())
          .ifPresent(w -> w.setMetaspaceLimitBytes(metaspace.getLimitBytes()));
    }
  }

  private void add(ClassCounts classes) {
    last(JvmWindow.CLASSES_LOADED_FIELD_NUMBER, classes.getTimeMs())
        .ifPresent(
            w -> w.setClassesLoaded(classes.getLoaded()).setClassesUnloaded(classes.getUnloaded()));
  }

  private void add(ClassLoaderCount loaders) {
    last(JvmWindow.CLASS_LOADERS_FIELD_NUMBER, loaders.getTimeMs())
        .ifPresent(w -> w.setClassLoaders(loaders.getCount()));
  }

  private void add(OldGenerationUse old) {
    last(JvmWindow.OLD_USED_BYTES_FIELD_NUMBER, old.getTimeMs())
        .ifPresent(w -> w.setOldUsedBytes(old.getUsedBytes()));
  }

  private void add(AllocationStalls stalls) {
    StallTotals.Builder totals = window.getAllocationStallsBuilder();
    totals
        .setCount(totals.getCount() + stalls.getCount())
        .setTotalUs(totals.getTotalUs() + stalls.getTotalUs())
        .setLongestUs(Math.max(totals.getLongestUs(), stalls.getLongestUs()));
  }

  private void add(DirectBuffers buffers) {
    last(JvmWindow.DIRECT_USED_BYTES_FIELD_NUMBER, buffers.getTimeMs())
        .ifPresent(w -> w.setDirectUsedBytes(buffers.getUsedBytes()));
    if (buffers.hasLimitBytes()) {
      last(JvmWindow.DIRECT_LIMIT_BYTES_FIELD_NUMBER, buffers.getTimeMs())
          .ifPresent(w -> w.setDirectLimitBytes(buffers.getLimitBytes()));
    }
  }

  private void add(ResidentSet resident) {
    last(JvmWindow.RESIDENT_BYTES_FIELD_NUMBER, resident.getTimeMs())
        .ifPresent(w -> w.setResidentBytes(resident.getBytes()));
    if (resident.hasAnonymousBytes()) {
      last(JvmWindow.RESIDENT_ANONYMOUS_BYTES_FIELD_NUMBER, resident.getTimeMs())
          .ifPresent(w -> w.setResidentAnonymousBytes(resident.getAnonymousBytes()));
    }
  }

  private void add(ContainerMemory memory) {
    if (memory.hasUsageBytes()) {
      last(JvmWindow.CONTAINER_USAGE_BYTES_FIELD_NUMBER, memory.getTimeMs())
          .ifPresent(w -> w.setContainerUsageBytes(memory.getUsageBytes()));
    }
    if (memory.hasLimitBytes()) {
      last(JvmWindow.CONTAINER_LIMIT_BYTES_FIELD_NUMBER, memory.getTimeMs())
          .ifPresent(w -> w.setContainerLimitBytes(memory.getLimitBytes()));
    }
  }

  void addGap(long timeMs, GapReason reason, long amount) {
    if (window.getGapsCount() >= MAX_GAPS) {
      for (int i = window.getGapsCount() - 1; i >= 0; i--) {
        Gap.Builder gap = window.getGapsBuilder(i);
        if (gap.getReason() == reason) {
          gap.setAmount(gap.getAmount() + amount);
          return;
        }
      }
    }
    window.addGaps(Gap.newBuilder().setTimeMs(timeMs).setReason(reason).setAmount(amount));
  }

  void ended(JvmEnded ended) {
    window.setEnded(ended.toBuilder().setDetail(Text.cut(ended.getDetail(), MAX_DETAIL_CHARS)));
  }

  /**
   * The finished window.
   *
   * @param horizonMs what was measured after this does not count for it
   */
  JvmWindow finish(
      Profile profile, WorkCurve work, long horizonMs, long lateDropped, long aheadDropped) {
    long endMs = startMs() + WindowEngine.WINDOW_MS;
    window
        .setEndTimeMs(endMs)
        .setInfo(profile.info())
        .setLateDropped(lateDropped)
        .setAheadDropped(aheadDropped)
        .setWorkBytes(work.at(endMs, horizonMs));
    collections.finish(window, timeMs -> work.at(timeMs, horizonMs));
    if (window.hasYoung() && window.getYoung().hasLowestAfterBytes()) {
      YoungCollections.Builder young = window.getYoungBuilder();
      young.setLowestWorkBytes(work.at(young.getLowestTimeMs(), horizonMs));
    }
    sites.writeTop(window, profile::name);
    return window.build();
  }

  /** The window, where no later measurement gave this value: they come a little out of order. */
  private Optional<JvmWindow.Builder> last(int field, long timeMs) {
    int ms = (int) (timeMs - window.getStartTimeMs());
    return lastValues.isLast(field, ms) ? Optional.of(window) : Optional.empty();
  }
}
