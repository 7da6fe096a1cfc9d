package io.heapcast.streams.engine;

import static io.heapcast.telemetry.v1.AllocationSource.HEAP_DIFFERENCES;
import static io.heapcast.telemetry.v1.AllocationSource.THREAD_COUNTERS;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.heapcast.streams.engine.NaiveWindows.Added;
import io.heapcast.streams.engine.NaiveWindows.Counted;
import io.heapcast.telemetry.v1.AllocationSample;
import io.heapcast.telemetry.v1.AllocationStalls;
import io.heapcast.telemetry.v1.ClassAllocation;
import io.heapcast.telemetry.v1.ClassCounts;
import io.heapcast.telemetry.v1.ClassLoaderCount;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.ContainerMemory;
import io.heapcast.telemetry.v1.DirectBuffers;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.HeapLimits;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Metaspace;
import io.heapcast.telemetry.v1.OldGenerationUse;
import io.heapcast.telemetry.v1.ResidentSet;
import io.heapcast.telemetry.v1.SiteAllocation;
import io.heapcast.telemetry.v1.StallTotals;
import io.heapcast.telemetry.v1.ThreadCount;
import io.heapcast.telemetry.v1.YoungCollections;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The facts of one window from all its measurements, which are sorted by time. */
final class NaiveFacts {

  private NaiveFacts() {}

  static void write(
      JvmWindow.Builder window,
      List<Counted> inside,
      LongUnaryOperator work,
      IntFunction<String> names) {
    List<GcCycle> cycles = all(inside, GcCycle.class);
    collections(window, cycles, work);
    Map<Boolean, List<GcCycle>> byRequest =
        cycles.stream()
            .collect(
                Collectors.partitioningBy(
                    c ->
                        c.getCause().equals("Diagnostic Command")
                            || c.getCause().equals("Heap Inspection Initiated GC")));
    List<GcCycle> own = byRequest.getOrDefault(false, List.of());
    young(window, own, work);
    window.addAllGcTotals(totals(own));
    window.addAllRequestedGcTotals(totals(byRequest.getOrDefault(true, List.of())));
    heapResizes(window, own);
    allocation(window, all(inside, AllocationSample.class), names);
    List<Added> added = inside.stream().flatMap(m -> m.added().stream()).toList();
    if (!added.isEmpty()) {
      boolean counters = added.stream().allMatch(a -> a.source() == THREAD_COUNTERS);
      window
          .setAllocatedBytes(added.stream().mapToLong(Added::bytes).sum())
          .setAllocatedSource(counters ? THREAD_COUNTERS : HEAP_DIFFERENCES);
    }
    for (Counted measurement : inside) {
      gauge(window, measurement.value());
    }
    heapSizes(window, cycles, all(inside, HeapLimits.class));
    stalls(window, all(inside, AllocationStalls.class));
  }

  private static <M extends Message> List<M> all(List<Counted> inside, Class<M> type) {
    return inside.stream().map(Counted::value).filter(type::isInstance).map(type::cast).toList();
  }

  private static void collections(
      JvmWindow.Builder window, List<GcCycle> cycles, LongUnaryOperator work) {
    for (GcCycle cycle : cycles) {
      if (cycle.getKind() != GcKind.YOUNG) {
        Collection.Builder collection = Collection.newBuilder();
        for (FieldDescriptor to : Collection.getDescriptor().getFields()) {
          FieldDescriptor from = GcCycle.getDescriptor().findFieldByName(to.getName());
          if (from != null && (!from.hasPresence() || cycle.hasField(from))) {
            collection.setField(to, cycle.getField(from));
          }
        }
        window.addCollections(
            collection.setWorkBytes(work.applyAsLong(cycle.getEndTimeMs())).build());
      }
    }
  }

  private static void young(
      JvmWindow.Builder window, List<GcCycle> cycles, LongUnaryOperator work) {
    List<GcCycle> young = cycles.stream().filter(c -> c.getKind() == GcKind.YOUNG).toList();
    if (young.isEmpty()) {
      return;
    }
    YoungCollections.Builder series = window.getYoungBuilder().setCount(young.size());
    List<GcCycle> after = young.stream().filter(GcCycle::hasHeapAfterBytes).toList();
    after.stream()
        .min(Comparator.comparingLong(GcCycle::getHeapAfterBytes))
        .ifPresent(
            lowest ->
                series
                    .setLowestAfterBytes(lowest.getHeapAfterBytes())
                    .setLowestTimeMs(lowest.getEndTimeMs())
                    .setLowestWorkBytes(work.applyAsLong(lowest.getEndTimeMs())));
    if (!after.isEmpty()) {
      GcCycle last = after.get(after.size() - 1);
      series.setLastAfterBytes(last.getHeapAfterBytes()).setLastTimeMs(last.getEndTimeMs());
    }
    young.stream()
        .filter(GcCycle::hasPromotedBytes)
        .map(GcCycle::getPromotedBytes)
        .reduce(Long::sum)
        .ifPresent(series::setPromotedBytes);
    young.stream()
        .filter(GcCycle::hasOldAfterBytes)
        .map(GcCycle::getOldAfterBytes)
        .reduce(Long::min)
        .ifPresent(series::setLowestOldAfterBytes);
  }

  private static List<GcTotals> totals(List<GcCycle> cycles) {
    List<GcTotals> totals = new ArrayList<>();
    for (GcKind kind : GcKind.values()) {
      List<GcCycle> ofKind = cycles.stream().filter(c -> c.getKind() == kind).toList();
      if (!ofKind.isEmpty()) {
        List<Long> pauses = ofKind.stream().flatMap(c -> c.getPausesUsList().stream()).toList();
        totals.add(
            GcTotals.newBuilder()
                .setKind(kind)
                .setCount(ofKind.size())
                .setPauseUs(pauses.stream().mapToLong(us -> us).sum())
                .setLongestPauseUs(pauses.stream().mapToLong(us -> us).max().orElse(0))
                .setDurationUs(ofKind.stream().mapToLong(GcCycle::getDurationUs).sum())
                .setIncomplete((int) ofKind.stream().filter(GcCycle::getIncomplete).count())
                .setCopyFailed((int) ofKind.stream().filter(GcCycle::hasCopyFailedBytes).count())
                .build());
      }
    }
    return totals;
  }

  private static void heapResizes(JvmWindow.Builder window, List<GcCycle> cycles) {
    window.setHeapResizes(
        (int)
            cycles.stream()
                .filter(c -> c.hasHeapCommittedBytes() && c.hasHeapCommittedBeforeBytes())
                .filter(c -> c.getHeapCommittedBytes() != c.getHeapCommittedBeforeBytes())
                .count());
  }

  private static void heapSizes(
      JvmWindow.Builder window, List<GcCycle> cycles, List<HeapLimits> limits) {
    List<Long> sizes =
        Stream.of(
                cycles.stream()
                    .filter(GcCycle::hasHeapCommittedBytes)
                    .map(GcCycle::getHeapCommittedBytes),
                cycles.stream()
                    .filter(GcCycle::hasHeapCommittedBeforeBytes)
                    .map(GcCycle::getHeapCommittedBeforeBytes),
                limits.stream()
                    .filter(HeapLimits::hasCommittedBytes)
                    .map(HeapLimits::getCommittedBytes))
            .flatMap(all -> all)
            .sorted()
            .toList();
    if (!sizes.isEmpty()) {
      window
          .setLowestCommittedBytes(sizes.get(0))
          .setHighestCommittedBytes(sizes.get(sizes.size() - 1));
    }
  }

  private static void stalls(JvmWindow.Builder window, List<AllocationStalls> stalls) {
    if (!stalls.isEmpty()) {
      window.setAllocationStalls(
          StallTotals.newBuilder()
              .setCount(stalls.stream().mapToInt(AllocationStalls::getCount).sum())
              .setTotalUs(stalls.stream().mapToLong(AllocationStalls::getTotalUs).sum())
              .setLongestUs(
                  stalls.stream().mapToLong(AllocationStalls::getLongestUs).max().orElse(0)));
    }
  }

  private static void allocation(
      JvmWindow.Builder window, List<AllocationSample> samples, IntFunction<String> names) {
    heaviest(NaiveWindows.weights(samples, sample -> names.apply(sample.getClassId())))
        .forEach(
            top ->
                window.addTopClasses(
                    ClassAllocation.newBuilder()
                        .setClassName(top.getKey())
                        .setWeightBytes(top.getValue())));
    // A site is its ids: two that share a name because neither has one yet stay apart.
    List<AllocationSample> withFrames =
        samples.stream().filter(sample -> sample.getFrameIdsCount() > 0).toList();
    NaiveWindows.weights(
            withFrames, sample -> Map.entry(sample.getClassId(), sample.getFrameIdsList()))
        .entrySet()
        .stream()
        .map(
            entry ->
                SiteAllocation.newBuilder()
                    .setClassName(names.apply(entry.getKey().getKey()))
                    .addAllFrames(
                        entry.getKey().getValue().stream().map(id -> names.apply(id)).toList())
                    .setWeightBytes(entry.getValue())
                    .build())
        .sorted(
            Comparator.comparing(SiteAllocation::getWeightBytes, Comparator.reverseOrder())
                .thenComparing(site -> site.getClassName() + "\n" + site.getFramesList()))
        .limit(10)
        .forEach(window::addTopSites);
  }

  private static List<Map.Entry<String, Long>> heaviest(Map<String, Long> weights) {
    return weights.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Long> e) -> -e.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(10)
        .toList();
  }

  private static void gauge(JvmWindow.Builder window, Message value) {
    if (value instanceof GcCycle cycle) {
      present(cycle.hasHeapAfterBytes(), cycle.getHeapAfterBytes())
          .ifPresent(window::setHeapUsedBytes);
      present(cycle.hasHeapCommittedBytes(), cycle.getHeapCommittedBytes())
          .ifPresent(window::setHeapCommittedBytes);
    } else if (value instanceof HeapLimits limits) {
      present(limits.hasUsedBytes(), limits.getUsedBytes()).ifPresent(window::setHeapUsedBytes);
      present(limits.hasCommittedBytes(), limits.getCommittedBytes())
          .ifPresent(window::setHeapCommittedBytes);
      present(limits.hasMaxBytes(), limits.getMaxBytes()).ifPresent(window::setHeapMaxBytes);
    } else if (value instanceof ThreadCount threads) {
      window.setThreads(threads.getActive());
    } else if (value instanceof Metaspace metaspace) {
      window.setMetaspaceUsedBytes(metaspace.getUsedBytes());
      present(metaspace.hasCommittedBytes(), metaspace.getCommittedBytes())
          .ifPresent(window::setMetaspaceCommittedBytes);
      present(metaspace.hasLimitBytes(), metaspace.getLimitBytes())
          .ifPresent(window::setMetaspaceLimitBytes);
    } else if (value instanceof ClassCounts classes) {
      window.setClassesLoaded(classes.getLoaded()).setClassesUnloaded(classes.getUnloaded());
    } else if (value instanceof ClassLoaderCount loaders) {
      window.setClassLoaders(loaders.getCount());
    } else if (value instanceof OldGenerationUse old) {
      window.setOldUsedBytes(old.getUsedBytes());
    } else if (value instanceof DirectBuffers buffers) {
      window.setDirectUsedBytes(buffers.getUsedBytes());
      present(buffers.hasLimitBytes(), buffers.getLimitBytes())
          .ifPresent(window::setDirectLimitBytes);
    } else if (value instanceof ResidentSet resident) {
      window.setResidentBytes(resident.getBytes());
      present(resident.hasAnonymousBytes(), resident.getAnonymousBytes())
          .ifPresent(window::setResidentAnonymousBytes);
    } else if (value instanceof ContainerMemory memory) {
      present(memory.hasUsageBytes(), memory.getUsageBytes())
          .ifPresent(window::setContainerUsageBytes);
      present(memory.hasLimitBytes(), memory.getLimitBytes())
          .ifPresent(window::setContainerLimitBytes);
    }
  }

  private static Optional<Long> present(boolean has, long value) {
    return has ? Optional.of(value) : Optional.empty();
  }
}
