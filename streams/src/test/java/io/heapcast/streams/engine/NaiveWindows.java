package io.heapcast.streams.engine;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.AllocationSample;
import io.heapcast.telemetry.v1.AllocationSource;
import io.heapcast.telemetry.v1.DataLoss;
import io.heapcast.telemetry.v1.Gap;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The claims of {@link WindowEngine} as plainly as they can be written: every measurement is kept
 * for good, and a window's facts are worked out from all of them when it closes. Knows nothing of
 * caps.
 */
public final class NaiveWindows {

  private static final long WINDOW_MS = 10_000;

  /** Back by more than this within a session, the clock was set. */
  private static final long BACK_MS = 60_000;

  /** The same forward, from one batch to the next. */
  private static final long FORWARD_MS = 3_600_000;

  /** A measurement that counts, with what it added to the JVM's work. */
  static final class Counted {
    private final long timeMs;
    private final Message value;
    private boolean taken;
    private Optional<Added> added = Optional.empty();

    Counted(long timeMs, Message value) {
      this.timeMs = timeMs;
      this.value = value;
    }

    long timeMs() {
      return timeMs;
    }

    Message value() {
      return value;
    }

    Optional<Added> added() {
      return added;
    }
  }

  record Added(long bytes, AllocationSource source) {}

  private final long graceMs;
  private final List<JvmWindow> emitted = new ArrayList<>();
  private final List<Counted> counted = new ArrayList<>();
  private final Map<Long, List<Gap>> gaps = new HashMap<>();
  private final Set<Integer> collections = new HashSet<>();
  private final Map<Integer, Long> lastTimes = new HashMap<>();
  private final Map<Integer, String> names = new HashMap<>();
  private final NaiveWork work = new NaiveWork();
  private Map<Integer, Long> beforeSession = Map.of();
  private JvmInfo info;
  private Optional<JvmEnded> ended = Optional.empty();
  private long session;
  private long lastSeq = -1;
  private long observedMs = -1;
  private long sessionMs = -1;
  private GapReason silence = GapReason.SILENCE;
  private long nextMs = -1;
  private long late;

  private NaiveWindows(String jvmId, long graceMs) {
    this.info = new Profile(jvmId).info();
    this.graceMs = graceMs;
  }

  /** All windows, the last ones too that only the end of the data closes. */
  static List<JvmWindow> of(List<TelemetryBatch> batches, long graceMs) {
    NaiveWindows windows = after(Jvm.ID, batches, graceMs);
    if (windows.ended.isEmpty()) {
      windows.lastFilled().ifPresent(windows::closeThrough);
    }
    return windows.emitted;
  }

  /** Those that the batches of a JVM close. */
  public static List<JvmWindow> closedBy(String jvmId, List<TelemetryBatch> batches, long graceMs) {
    return after(jvmId, batches, graceMs).emitted;
  }

  private static NaiveWindows after(String jvmId, List<TelemetryBatch> batches, long graceMs) {
    NaiveWindows windows = new NaiveWindows(jvmId, graceMs);
    for (TelemetryBatch batch : batches) {
      if (windows.ended.isEmpty()) {
        windows.accept(batch);
      }
    }
    return windows;
  }

  private void accept(TelemetryBatch batch) {
    info = batch.hasInfo() ? batch.getInfo() : info;
    batch.getNamesList().forEach(name -> names.put(name.getId(), name.getName()));
    List<Message> measurements = measurements(batch);
    long untilMs = batch.getObservedUntilMs();
    boolean newSession = batch.getSession() != session || (batch.getSeq() == 0 && lastSeq > 0);
    boolean goesOn = !newSession && batch.getSeq() > lastSeq;
    boolean next = goesOn && batch.getSeq() == lastSeq + 1;
    boolean isSetBack =
        newSession
            ? untilMs < observedMs - BACK_MS && holdsUnseenCollection(measurements)
            : goesOn && untilMs < Math.min(observedMs, sessionMs) - BACK_MS;
    boolean known = nextMs >= 0;
    if (known && isSetBack) {
      setBack(untilMs, measurements);
    }
    boolean leapt = known && next && untilMs > observedMs + FORWARD_MS;
    silence = leapt ? GapReason.CLOCK : GapReason.SILENCE;
    if (!known) {
      nextMs = firstWindow(untilMs, measurements);
      observedMs = nextMs;
    } else if (newSession) {
      gap(observedMs, GapReason.SESSION, 1);
      lastSeq = -1;
      sessionMs = -1;
      beforeSession = Map.copyOf(lastTimes);
    }
    boolean again = batch.getSeq() <= lastSeq;
    session = batch.getSession();
    if (batch.getSeq() > lastSeq + 1) {
      gap(observedMs, GapReason.SEQUENCE, batch.getSeq() - lastSeq - 1);
    }
    lastSeq = Math.max(lastSeq, batch.getSeq());
    observedMs = Math.max(observedMs, untilMs);
    sessionMs = Math.max(sessionMs, untilMs);

    Map<Integer, Long> before = again ? Map.copyOf(lastTimes) : beforeSession;
    measurements.forEach(measurement -> accept(measurement, before));
    if (batch.hasEnded()) {
      long last = Math.max(start(batch.getEnded().getTimeMs()), nextMs);
      last = Math.max(last, lastFilled().orElse(last));
      ended = Optional.of(batch.getEnded());
      closeThrough(last);
    } else {
      closeThrough(start(observedMs - graceMs) - WINDOW_MS);
    }
  }

  private static long firstWindow(long untilMs, List<Message> measurements) {
    return start(measurements.stream().mapToLong(NaiveWindows::time).reduce(untilMs, Math::min));
  }

  private boolean holdsUnseenCollection(List<Message> measurements) {
    int latest = collections.stream().mapToInt(id -> id).max().orElse(-1);
    return measurements.stream()
        .anyMatch(measurement -> measurement instanceof GcCycle c && c.getGcId() > latest);
  }

  /** Everything by the old clock is out; nothing of it tells what the new one's times repeat. */
  private void setBack(long untilMs, List<Message> measurements) {
    lastFilled().ifPresent(this::closeThrough);
    counted.clear();
    gaps.clear();
    lastTimes.clear();
    beforeSession = Map.of();
    nextMs = firstWindow(untilMs, measurements);
    gaps.computeIfAbsent(nextMs, start -> new ArrayList<>())
        .add(newGap(untilMs, GapReason.CLOCK, observedMs - untilMs));
    work.restartAt(nextMs);
    observedMs = untilMs;
    sessionMs = untilMs;
  }

  private void accept(Message measurement, Map<Integer, Long> before) {
    int type = field(measurement).getNumber();
    long time = time(measurement);
    boolean repeated =
        measurement instanceof GcCycle cycle
            ? !collections.add(cycle.getGcId())
            : before.containsKey(type) && time <= before.get(type);
    if (repeated) {
      return;
    }
    lastTimes.merge(type, time, Math::max);
    if (measurement instanceof DataLoss loss) {
      gap(time, GapReason.REPORTED_LOSS, loss.getAmount());
    } else if (time < nextMs) {
      late++;
    } else {
      counted.add(new Counted(time, measurement));
    }
  }

  private void closeThrough(long last) {
    if (last >= nextMs) {
      takeWorkUntil(last + WINDOW_MS + graceMs / 2);
    }
    List<Long> empty = new ArrayList<>();
    for (; nextMs <= last; nextMs += WINDOW_MS) {
      if (isFilled(nextMs) || (nextMs == last && ended.isPresent())) {
        closeEmpty(empty, nextMs);
        emitted.add(window(nextMs, nextMs == last ? ended : Optional.empty()));
      } else {
        empty.add(nextMs);
      }
    }
    closeEmpty(empty, nextMs);
  }

  private void takeWorkUntil(long horizon) {
    counted.stream()
        .filter(measurement -> !measurement.taken && measurement.timeMs <= horizon)
        .sorted(
            Comparator.comparingLong(Counted::timeMs)
                .thenComparing(measurement -> field(measurement.value).getNumber())
                .thenComparing(
                    measurement ->
                        measurement.value instanceof GcCycle cycle ? cycle.getGcId() : 0))
        .forEach(
            measurement -> {
              measurement.taken = true;
              measurement.added = work.add(measurement.value);
            });
  }

  private void closeEmpty(List<Long> empty, long next) {
    if (empty.size() > 6) {
      gaps.computeIfAbsent(next, start -> new ArrayList<>())
          .add(newGap(empty.get(0), silence, WINDOW_MS * empty.size()));
    } else {
      empty.forEach(start -> emitted.add(window(start, Optional.empty())));
    }
    empty.clear();
  }

  private JvmWindow window(long start, Optional<JvmEnded> end) {
    List<Counted> inside = new ArrayList<>();
    for (Counted measurement : counted) {
      if (start(measurement.timeMs()) == start) {
        inside.add(measurement);
      }
    }
    inside.sort(Comparator.comparingLong(Counted::timeMs));
    long horizon = start + WINDOW_MS + graceMs / 2;
    JvmWindow.Builder window =
        JvmWindow.newBuilder()
            .setInfo(info)
            .setStartTimeMs(start)
            .setEndTimeMs(start + WINDOW_MS)
            .setWorkBytes(work.at(start + WINDOW_MS, horizon))
            .setLateDropped(late)
            .addAllGaps(gaps.getOrDefault(start, List.of()));
    end.ifPresent(window::setEnded);
    NaiveFacts.write(
        window, inside, time -> work.at(time, horizon), id -> names.getOrDefault(id, "?"));
    return window.build();
  }

  private boolean isFilled(long start) {
    return gaps.containsKey(start)
        || counted.stream().anyMatch(measurement -> start(measurement.timeMs()) == start);
  }

  private Optional<Long> lastFilled() {
    List<Long> starts = new ArrayList<>(gaps.keySet());
    counted.forEach(measurement -> starts.add(start(measurement.timeMs())));
    return starts.stream().filter(start -> start >= nextMs).max(Comparator.naturalOrder());
  }

  private void gap(long time, GapReason reason, long amount) {
    gaps.computeIfAbsent(Math.max(start(time), nextMs), start -> new ArrayList<>())
        .add(newGap(time, reason, amount));
  }

  private static Gap newGap(long time, GapReason reason, long amount) {
    return Gap.newBuilder().setTimeMs(time).setReason(reason).setAmount(amount).build();
  }

  private static long start(long time) {
    return time - time % WINDOW_MS;
  }

  private static List<Message> measurements(TelemetryBatch batch) {
    List<Message> all = new ArrayList<>();
    for (FieldDescriptor field : batch.getDescriptorForType().getFields()) {
      if (field.isRepeated() && field.getNumber() >= TelemetryBatch.GC_CYCLES_FIELD_NUMBER) {
        ((List<?>) batch.getField(field)).forEach(value -> all.add((Message) value));
      }
    }
    all.sort(
        Comparator.comparingLong(NaiveWindows::time)
            .thenComparing(measurement -> field(measurement).getNumber()));
    return all;
  }

  /** The field of a batch that holds measurements of this message. */
  private static FieldDescriptor field(Message measurement) {
    for (FieldDescriptor field : TelemetryBatch.getDescriptor().getFields()) {
      if (field.isRepeated() && field.getMessageType().equals(measurement.getDescriptorForType())) {
        return field;
      }
    }
    throw new AssertionError(measurement);
  }

  private static long time(Message measurement) {
    String name = measurement instanceof GcCycle ? "end_time_ms" : "time_ms";
    return (long) measurement.getField(measurement.getDescriptorForType().findFieldByName(name));
  }

  /** Cumulative allocation by time, never forgotten. */
  private static final class NaiveWork {

    private final TreeMap<Long, Long> curve = new TreeMap<>();
    private Optional<GcCycle> last = Optional.empty();
    private long countersMs = Long.MIN_VALUE / 2;

    Optional<Added> add(Message measurement) {
      if (measurement instanceof AllocatedBytes reading
          && reading.getSource() == AllocationSource.THREAD_COUNTERS) {
        countersMs = reading.getTimeMs();
        long bytes = rise(reading.getFromTimeMs(), reading.getTimeMs(), reading.getBytes());
        return Optional.of(new Added(bytes, AllocationSource.THREAD_COUNTERS));
      }
      if (measurement instanceof GcCycle cycle && cycle.getKind() != GcKind.CONCURRENT) {
        return difference(cycle);
      }
      return Optional.empty();
    }

    private Optional<Added> difference(GcCycle cycle) {
      Optional<GcCycle> previous = last;
      if (previous.isPresent() && cycle.getEndTimeMs() < previous.get().getEndTimeMs()) {
        return Optional.empty();
      }
      last = Optional.of(cycle).filter(GcCycle::hasHeapAfterBytes);
      if (previous.isEmpty()
          || !cycle.hasHeapBeforeBytes()
          || cycle.getEndTimeMs() - countersMs <= 60_000) {
        return Optional.empty();
      }
      long difference = cycle.getHeapBeforeBytes() - previous.get().getHeapAfterBytes();
      long bytes =
          rise(previous.get().getEndTimeMs(), cycle.getEndTimeMs(), Math.max(0, difference));
      return Optional.of(new Added(bytes, AllocationSource.HEAP_DIFFERENCES));
    }

    void restartAt(long time) {
      long bytes = curve.isEmpty() ? 0 : curve.lastEntry().getValue();
      curve.clear();
      curve.put(time, bytes);
      last = last.map(cycle -> cycle.toBuilder().setEndTimeMs(time).build());
      countersMs = countersMs < 0 ? countersMs : time;
    }

    private long rise(long from, long to, long bytes) {
      if (curve.isEmpty()) {
        curve.put(from, 0L);
      }
      long covered = Math.max(curve.lastKey(), from);
      if (to <= covered) {
        return 0;
      }
      long before = curve.lastEntry().getValue();
      long added = Math.multiplyExact(bytes, to - covered) / (to - from);
      curve.put(covered, before);
      curve.put(to, before + added);
      return added;
    }

    long at(long time, long horizon) {
      Map.Entry<Long, Long> before = curve.floorEntry(time);
      if (before == null) {
        return 0;
      }
      Map.Entry<Long, Long> after = curve.higherEntry(time);
      if (after == null || after.getKey() > horizon) {
        return before.getValue();
      }
      long rise = after.getValue() - before.getValue();
      long length = after.getKey() - before.getKey();
      return before.getValue() + Math.multiplyExact(rise, time - before.getKey()) / length;
    }
  }

  /** For {@link NaiveFacts}: weights by whatever tells allocation apart. */
  static <K> Map<K, Long> weights(
      List<AllocationSample> samples, java.util.function.Function<AllocationSample, K> key) {
    Map<K, Long> weights = new HashMap<>();
    samples.forEach(sample -> weights.merge(key.apply(sample), sample.getWeightBytes(), Long::sum));
    return weights;
  }
}
