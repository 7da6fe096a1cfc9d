package io.heapcast.streams.engine;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.AllocationSample;
import io.heapcast.telemetry.v1.AllocationSource;
import io.heapcast.telemetry.v1.AllocationStalls;
import io.heapcast.telemetry.v1.ClassCounts;
import io.heapcast.telemetry.v1.ClassLoaderCount;
import io.heapcast.telemetry.v1.ContainerMemory;
import io.heapcast.telemetry.v1.DataLoss;
import io.heapcast.telemetry.v1.DirectBuffers;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.HeapLimits;
import io.heapcast.telemetry.v1.Metaspace;
import io.heapcast.telemetry.v1.OldGenerationUse;
import io.heapcast.telemetry.v1.ResidentSet;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What one JVM did, made up from a seed, and ways in which a collector may deliver it. */
public final class RandomTelemetry {

  /** A measurement with the field of a batch that it goes into. */
  private record Event(long timeMs, FieldDescriptor field, Message value) {}

  /** Types that may come in any order; work wants readings and collections in theirs. */
  private static final List<MeasurementType> INDEPENDENT =
      List.of(
          MeasurementType.HEAP_LIMITS,
          MeasurementType.ALLOCATION_SAMPLE,
          MeasurementType.THREAD_COUNT,
          MeasurementType.CLASS_COUNTS,
          MeasurementType.DIRECT_BUFFERS,
          MeasurementType.METASPACE,
          MeasurementType.CONTAINER_MEMORY,
          MeasurementType.RESIDENT_SET);

  private static final List<String> CAUSES =
      List.of("cause-0", "cause-1", "Diagnostic Command", "Heap Inspection Initiated GC");

  private static final int BURST_MS = 300;

  /**
   * What is held back longer is lost: the engine remembers a bounded number of missing collections,
   * and one that comes after more than that counts as a repeat.
   */
  private static final int LATEST_MS = 60_000;

  private final Random random;
  private final Set<String> taken = new HashSet<>();
  private final List<Event> events = new ArrayList<>();
  private final long lengthMs;

  /** From here on for {@value #BURST_MS} ms everything happens at once; the end: it does not. */
  private final long burstMs;

  RandomTelemetry(long seed) {
    this(seed, Duration.ofSeconds(20), Duration.ofSeconds(200));
  }

  /** What a JVM did in a time between two lengths. */
  public RandomTelemetry(long seed, Duration least, Duration most) {
    random = new Random(seed);
    lengthMs = least.toMillis() + random.nextLong(1 + most.minus(least).toMillis());
    burstMs = random.nextBoolean() ? random.nextLong(lengthMs) : lengthMs;
    collections();
    readings();
    gauges();
    events.sort(Comparator.comparingLong(Event::timeMs));
  }

  /** In order and complete, cut at random places. */
  List<TelemetryBatch> calmly(long cutSeed) {
    Random cuts = new Random(cutSeed);
    Jvm jvm = new Jvm();
    List<TelemetryBatch> batches = new ArrayList<>();
    long sinceMs = -1;
    while (sinceMs < lengthMs) {
      long untilMs = Math.min(lengthMs, sinceMs + 200 + cuts.nextInt(4_000));
      batches.add(batch(jvm, sinceMs, untilMs, batches.isEmpty()).build());
      sinceMs = untilMs;
    }
    batches.add(jvm.observedUntil(lengthMs).setEnded(Jvm.ended(lengthMs)).build());
    return batches;
  }

  /** As calmly, but some measurements come a batch later, within the grace. */
  public List<TelemetryBatch> withDisorder(long cutSeed) {
    Random cuts = new Random(cutSeed);
    List<TelemetryBatch> batches = new ArrayList<>();
    List<Event> late = new ArrayList<>();
    for (TelemetryBatch batch : calmly(cutSeed)) {
      TelemetryBatch.Builder disordered = batch.toBuilder();
      List<Event> held = new ArrayList<>();
      for (MeasurementType type : INDEPENDENT) {
        List<Object> kept = new ArrayList<>((List<?>) batch.getField(field(type)));
        for (int i = kept.size() - 1; i >= 0 && !batch.hasEnded(); i--) {
          if (cuts.nextInt(5) == 0) {
            held.add(new Event(0, field(type), (Message) kept.remove(i)));
          }
        }
        disordered.setField(field(type), kept);
      }
      late.forEach(event -> disordered.addRepeatedField(event.field(), event.value()));
      late = held;
      batches.add(disordered.build());
    }
    return batches;
  }

  /** As calmly, but the collector starts again now and then and reads some of it again. */
  public List<TelemetryBatch> withRestarts(long cutSeed) {
    Random cuts = new Random(cutSeed);
    Jvm jvm = new Jvm();
    List<TelemetryBatch> batches = new ArrayList<>();
    long sinceMs = -1;
    while (sinceMs < lengthMs) {
      if (cuts.nextInt(8) == 0) {
        jvm.newSession();
        sinceMs = Math.max(-1, sinceMs - cuts.nextInt(9_000));
      }
      long untilMs = Math.min(lengthMs, sinceMs + 200 + cuts.nextInt(4_000));
      batches.add(batch(jvm, sinceMs, untilMs, batches.isEmpty()).build());
      sinceMs = untilMs;
    }
    batches.add(jvm.observedUntil(lengthMs).setEnded(Jvm.ended(lengthMs)).build());
    return batches;
  }

  /** With lost, doubled, late and re-read data, silence, losses and, mostly, an end. */
  public List<TelemetryBatch> wildly() {
    Jvm jvm = new Jvm();
    List<TelemetryBatch> batches = new ArrayList<>();
    List<Event> late = new ArrayList<>();
    long sinceMs = -1;

    while (sinceMs < lengthMs) {
      if (random.nextInt(40) == 0) {
        jvm.newSession();
        sinceMs = Math.max(-1, sinceMs - random.nextInt(20_000));
      }
      if (random.nextInt(40) == 0) {
        jvm.lose(1 + random.nextInt(5));
      }
      boolean pause = random.nextInt(30) == 0;
      long untilMs = sinceMs + 200 + random.nextInt(pause ? 150_000 : 2_500);
      TelemetryBatch.Builder batch = batch(jvm, sinceMs, untilMs, random.nextInt(10) == 0);
      long givenUpMs = untilMs - LATEST_MS;
      late.removeIf(event -> event.timeMs() < givenUpMs);
      late.addAll(holdBack(batch, untilMs));
      if (!late.isEmpty() && random.nextInt(4) == 0) {
        Event event = late.remove(random.nextInt(late.size()));
        batch.addRepeatedField(event.field(), event.value());
      }
      batches.add(batch.build());
      if (random.nextInt(30) == 0) {
        batches.add(batch.build());
      }
      sinceMs = untilMs;
    }
    if (random.nextInt(10) < 7) {
      long endMs = sinceMs - random.nextInt(3_000);
      batches.add(jvm.observedUntil(sinceMs).setEnded(Jvm.ended(endMs)).build());
      batches.add(jvm.newSession().observedUntil(sinceMs).setEnded(Jvm.ended(endMs)).build());
    }
    return batches;
  }

  private TelemetryBatch.Builder batch(Jvm jvm, long sinceMs, long untilMs, boolean introduced) {
    TelemetryBatch.Builder batch = jvm.observedUntil(untilMs);
    if (introduced) {
      batch.setInfo(Jvm.info());
      for (int id = 1; id < 6; id++) {
        batch.addNames(Jvm.name(id, "name-" + id));
      }
    }
    for (Event event : events) {
      if (event.timeMs() > sinceMs && event.timeMs() <= untilMs) {
        batch.addRepeatedField(event.field(), event.value());
      }
    }
    return batch;
  }

  /** Takes some measurements out of the batch. */
  private List<Event> holdBack(TelemetryBatch.Builder batch, long untilMs) {
    List<Event> held = new ArrayList<>();
    for (MeasurementType type : MeasurementType.values()) {
      FieldDescriptor field = field(type);
      for (int i = batch.getRepeatedFieldCount(field) - 1; i >= 0; i--) {
        if (random.nextInt(40) == 0) {
          List<Object> kept = new ArrayList<>((List<?>) batch.getField(field));
          held.add(new Event(untilMs, field, (Message) kept.remove(i)));
          batch.setField(field, kept);
        }
      }
    }
    return held;
  }

  private static FieldDescriptor field(MeasurementType type) {
    return TelemetryBatch.getDescriptor().findFieldByNumber(type.number());
  }

  /** At most one measurement of a type in a millisecond, as the gauges of a JVM are. */
  private void add(MeasurementType type, long ms, java.util.function.LongFunction<Message> value) {
    if (taken.add(type + "@" + ms)) {
      events.add(new Event(ms, field(type), value.apply(ms)));
    }
  }

  private void collections() {
    int id = 1 + random.nextInt(1_000);
    int concurrent = 0;
    for (long ms = random.nextInt(3_000);
        ms < lengthMs;
        ms += inBurst(ms) ? 1 + random.nextInt(8) : 50 + random.nextInt(4_000)) {
      int gcId = id++;
      if (concurrent == 0 && random.nextInt(8) == 0) {
        concurrent = gcId;
        continue;
      }
      if (concurrent > 0 && random.nextInt(3) == 0) {
        int ended = concurrent;
        concurrent = 0;
        add(
            MeasurementType.GC_CYCLE,
            ms + 1,
            at -> Jvm.collection(ended, GcKind.CONCURRENT, at).setDurationUs(5_000).build());
      }
      add(MeasurementType.GC_CYCLE, ms, at -> stopTheWorld(gcId, at));
    }
  }

  private GcCycle stopTheWorld(int id, long ms) {
    GcKind[] kinds = {GcKind.YOUNG, GcKind.YOUNG, GcKind.YOUNG, GcKind.MIXED, GcKind.FULL};
    GcCycle.Builder cycle = Jvm.collection(id, kinds[random.nextInt(kinds.length)], ms);
    cycle.setDurationUs(random.nextInt(90_000)).addPausesUs(random.nextInt(40_000));
    cycle.addPausesUs(random.nextInt(40_000)).setCause(CAUSES.get(random.nextInt(4)));
    if (random.nextInt(12) > 0) {
      cycle
          .setHeapBeforeBytes(random.nextInt(100_000_000))
          .setHeapAfterBytes(random.nextInt(60_000_000))
          .setHeapCommittedBytes(100_000_000);
    }
    if (random.nextBoolean()) {
      cycle.setOldAfterBytes(random.nextInt(1_000_000)).setPromotedBytes(random.nextInt(1_000));
    }
    if (random.nextInt(4) == 0) {
      cycle.setHeapCommittedBeforeBytes(99_000_000L + random.nextInt(2) * 1_000_000L);
    }
    if (random.nextInt(8) == 0) {
      cycle.setIncomplete(true).setCopyFailedBytes(random.nextInt(1_000));
    }
    return cycle.build();
  }

  private void readings() {
    long silentUntilMs = random.nextInt(3) * lengthMs / 2;
    long fromMs = silentUntilMs;
    for (long ms = fromMs + 700; ms < lengthMs; ms += 700 + random.nextInt(10_000)) {
      long sinceMs = fromMs;
      fromMs = ms;
      add(
          MeasurementType.ALLOCATED_BYTES,
          ms,
          at ->
              AllocatedBytes.newBuilder()
                  .setFromTimeMs(Jvm.at(sinceMs))
                  .setTimeMs(Jvm.at(at))
                  .setBytes(random.nextInt(1_000_000_000))
                  .setSource(AllocationSource.forNumber(1 + random.nextInt(8) / 7))
                  .build());
    }
  }

  private void gauges() {
    for (long ms = 0;
        ms < lengthMs;
        ms += inBurst(ms) ? 1 + random.nextInt(4) : 100 + random.nextInt(3_000)) {
      int sites = inBurst(ms) ? 4 : 8;
      add(MeasurementType.HEAP_LIMITS, ms, this::heapLimits);
      add(MeasurementType.THREAD_COUNT, ms + 1, at -> Jvm.threads(at, random.nextInt(90)));
      add(
          MeasurementType.ALLOCATION_SAMPLE,
          ms + 2,
          at -> sample(at, 1 + random.nextInt(sites), 1 + random.nextInt(sites)));
      add(MeasurementType.METASPACE, ms + random.nextInt(50), this::metaspace);
      add(
          MeasurementType.CLASS_COUNTS,
          ms + random.nextInt(50),
          at ->
              ClassCounts.newBuilder().setTimeMs(Jvm.at(at)).setLoaded(random.nextInt(9)).build());
      add(
          MeasurementType.DIRECT_BUFFERS,
          ms + random.nextInt(50),
          at -> DirectBuffers.newBuilder().setTimeMs(Jvm.at(at)).setUsedBytes(at).build());
      add(
          MeasurementType.RESIDENT_SET,
          ms + random.nextInt(50),
          at ->
              ResidentSet.newBuilder().setTimeMs(Jvm.at(at)).setBytes(random.nextInt(99)).build());
      add(
          MeasurementType.CLASS_LOADER_COUNT,
          ms + random.nextInt(50),
          at -> ClassLoaderCount.newBuilder().setTimeMs(Jvm.at(at)).setCount((int) at).build());
      add(
          MeasurementType.OLD_GENERATION_USE,
          ms + random.nextInt(50),
          at -> OldGenerationUse.newBuilder().setTimeMs(Jvm.at(at)).setUsedBytes(at).build());
      add(MeasurementType.ALLOCATION_STALLS, ms + random.nextInt(50), this::stalls);
      add(MeasurementType.CONTAINER_MEMORY, ms + random.nextInt(50), this::containerMemory);
      if (random.nextInt(40) == 0) {
        add(
            MeasurementType.DATA_LOSS,
            ms,
            at -> DataLoss.newBuilder().setTimeMs(Jvm.at(at)).setAmount(random.nextInt(9)).build());
      }
    }
  }

  private boolean inBurst(long ms) {
    return ms >= burstMs && ms < burstMs + BURST_MS;
  }

  private AllocationSample sample(long ms, int classId, int frameId) {
    return random.nextInt(5) == 0
        ? Jvm.sample(ms, classId, random.nextInt(100_000))
        : Jvm.sample(ms, classId, random.nextInt(100_000), frameId, 3);
  }

  private Message heapLimits(long ms) {
    HeapLimits.Builder limits = HeapLimits.newBuilder().setTimeMs(Jvm.at(ms));
    if (random.nextBoolean()) {
      limits.setUsedBytes(random.nextInt(1_000)).setCommittedBytes(random.nextInt(1_000));
    }
    return (random.nextBoolean() ? limits.setMaxBytes(random.nextInt(99)) : limits).build();
  }

  private Message stalls(long ms) {
    return AllocationStalls.newBuilder()
        .setTimeMs(Jvm.at(ms))
        .setCount(1 + random.nextInt(9))
        .setTotalUs(random.nextInt(1_000))
        .setLongestUs(random.nextInt(100))
        .build();
  }

  private Message metaspace(long ms) {
    Metaspace.Builder metaspace = Metaspace.newBuilder().setTimeMs(Jvm.at(ms));
    metaspace.setUsedBytes(random.nextInt(1_000));
    if (random.nextBoolean()) {
      metaspace.setCommittedBytes(random.nextInt(1_000));
    }
    return (random.nextBoolean() ? metaspace.setLimitBytes(7) : metaspace).build();
  }

  private Message containerMemory(long ms) {
    ContainerMemory.Builder memory = ContainerMemory.newBuilder().setTimeMs(Jvm.at(ms));
    return (random.nextBoolean() ? memory.setUsageBytes(ms) : memory.setLimitBytes(ms)).build();
  }
}
