package io.heapcast.collector.recording;

import io.heapcast.telemetry.v1.Collector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.EventType;
import jdk.jfr.consumer.RecordedEvent;

/** What a recording holds of what is read, and how it was set to record it. */
final class Coverage {

  /** How often an event was seen. */
  static final class Count {
    private long events;

    void increment() {
      events++;
    }
  }

  private final Map<String, Count> counts = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, Map<String, String>> settings = new HashMap<>();
  private final Set<String> unreadable = new TreeSet<>();
  private final List<Duration> breaks = new ArrayList<>();
  private boolean unfinished;
  private boolean damaged;

  /** The types of event that the JVM knows. */
  void types(List<EventType> types) {
    types.forEach(type -> names.put(type.getId(), type.getName()));
  }

  /** {@code jdk.ActiveSetting}: the last one of a setting stands. */
  boolean setting(RecordedEvent event) {
    settings
        .computeIfAbsent(event.getLong("id"), id -> new HashMap<>())
        .put(event.getString("name"), event.getString("value"));
    return true;
  }

  /** The counter of an event. */
  Count count(String event) {
    return counts.computeIfAbsent(event, name -> new Count());
  }

  /** An event whose fields are not those that are known. */
  void unreadable(String event) {
    unreadable.add(event);
  }

  /** Whether the last chunk so far was closed by the JVM. */
  void finished(boolean closed) {
    unfinished |= !closed;
  }

  /** Not all of it can be read: what was not seen may have been there. */
  void damaged() {
    damaged = true;
  }

  /** Between two chunks. */
  void unwatched(Duration gap) {
    breaks.add(gap);
  }

  /** All that is to be said, in the order of its weight. */
  List<String> missing(Collector collector) {
    List<String> missing = new ArrayList<>();
    if (damaged) {
      missing.add("The recording is damaged: what follows is missing in what could be read of it.");
    }
    if (unfinished) {
      missing.add(
          "The recording was not closed (killed, or still written): it ends with its last flush.");
    }
    collections(missing, collector);
    memory(missing);
    allocation(missing);
    if (!has("JavaThreadStatistics")) {
      missing.add(
          "Thread counts are not in the recording (jdk.JavaThreadStatistics): they stay unknown.");
    }
    if (!has("JVMInformation")) {
      missing.add(
          "The JVM does not say who it is (jdk.JVMInformation): its name comes from the file's.");
    }
    if (has("DataLoss")) {
      missing.add("The JVM could not write all its events (jdk.DataLoss): some are lost.");
    }
    unreadable.forEach(
        event -> missing.add("Events of another form than known were left out: " + event + "."));
    if (!breaks.isEmpty()) {
      Duration all = breaks.stream().reduce(Duration.ZERO, Duration::plus);
      missing.add(
          "Nothing was recorded in %d break%s, %d s in all."
              .formatted(breaks.size(), breaks.size() == 1 ? "" : "s", all.toSeconds()));
    }
    return missing;
  }

  private void collections(List<String> missing, Collector collector) {
    if (!has("GarbageCollection")) {
      missing.add(noCollections());
    } else if (!has("GCHeapSummary")) {
      missing.add(
          "Heap use around collections is not recorded (jdk.GCHeapSummary): the heap cannot be"
              + " judged.");
    }
    threshold(missing, "GarbageCollection", "Collections", "those are not counted");
    threshold(missing, "GCPhasePause", "Pauses", "pause times are too low");
    if (has("GarbageCollection") && !has("GCPhasePause")) {
      missing.add("Pauses are not recorded (jdk.GCPhasePause): pause times are not known.");
    }
    if (collector == Collector.G1 && has("GarbageCollection") && !has("G1HeapSummary")) {
      missing.add(
          "The generations are not recorded (jdk.G1HeapSummary): old-generation use is not known.");
    }
  }

  private String noCollections() {
    if (isOff("GarbageCollection")) {
      return "Collections are not recorded (jdk.GarbageCollection): the heap cannot be judged.";
    }
    return settings.isEmpty()
        ? "No collection is in the recording, and not whether they were to be: the heap cannot be"
            + " judged."
        : "No collection ended while it was recorded: what stays in the heap is not known.";
  }

  private void threshold(List<String> missing, String event, String what, String then) {
    String threshold = setting(event, "threshold");
    if (!threshold.isEmpty() && !threshold.matches("0+(\\.0+)? ?[a-z]+") && !isOff(event)) {
      missing.add(
          "%s shorter than %s are not recorded (threshold of jdk.%s): %s."
              .formatted(what, threshold, event, then));
    }
  }

  private void memory(List<String> missing) {
    if (has("GarbageCollection") && !has("MetaspaceSummary")) {
      missing.add("Metaspace is not recorded (jdk.MetaspaceSummary): it stays unknown.");
    }
    if (!has("DirectBufferStatistics")) {
      missing.add(
          "Direct buffers are not in the recording (jdk.DirectBufferStatistics): they stay unknown.");
    }
    if (!has("ResidentSetSize")) {
      missing.add(
          knows("ResidentSetSize")
              ? "Resident memory is not recorded (jdk.ResidentSetSize): native memory stays unknown."
              : "This JDK does not record resident memory: native memory stays unknown.");
    }
  }

  private void allocation(List<String> missing) {
    String period = setting("ThreadAllocationStatistics", "period");
    if (!has("ThreadAllocationStatistics")) {
      missing.add(
          "Allocation counters are not recorded (jdk.ThreadAllocationStatistics): bytes allocated"
              + " are told from heap use between collections.");
    } else if (period.endsWith("Chunk")) {
      missing.add(
          "Allocation counters come once per chunk only: in between, bytes allocated are told from"
              + " heap use between collections.");
    }
    if (!has("ObjectAllocationSample")) {
      missing.add(
          "Allocations are not sampled (jdk.ObjectAllocationSample): no class or place that"
              + " allocates can be named.");
    }
  }

  private boolean has(String event) {
    Count count = counts.get("jdk." + event);
    return count != null && count.events > 0;
  }

  private boolean knows(String event) {
    return names.containsValue("jdk." + event);
  }

  /** Whether it was switched off; false where the recording does not tell its settings. */
  private boolean isOff(String event) {
    return !knows(event) || setting(event, "enabled").equals("false");
  }

  /** Empty: not told. */
  private String setting(String event, String name) {
    Set<Long> ids = new HashSet<>();
    names.forEach(
        (id, known) -> {
          if (known.equals("jdk." + event)) {
            ids.add(id);
          }
        });
    return ids.stream()
        .flatMap(id -> settings.getOrDefault(id, Map.of()).entrySet().stream())
        .filter(entry -> entry.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
