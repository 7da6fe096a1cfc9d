package io.heapcast.server;

import io.heapcast.server.remotewrite.RemoteWriteCounts;
import io.prometheus.metrics.model.snapshots.Labels;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What this server counts of itself. Thread-safe. */
final class ServerStats {

  /** Outcome of one post to an Alertmanager. */
  enum Post {
    SENT,
    /** Not reached, or it answered that it cannot now; tried again soon. */
    FAILED,
    /** It answered that the post is wrong; tried again with the next resend. */
    REJECTED
  }

  private record LetterKey(String topic, String part) {}

  private record PostKey(String target, Post outcome) {}

  private final Map<LetterKey, LongAdder> deadLetters = new ConcurrentHashMap<>();
  private final Map<PostKey, LongAdder> posts = new ConcurrentHashMap<>();
  private final Map<String, Long> partLags = new ConcurrentHashMap<>();
  private final LongAdder deadLettersLost = new LongAdder();
  private final AtomicLong lastRecordMs = new AtomicLong();
  private volatile @Nullable Long lagRecords;
  private volatile @Nullable RemoteWriteCounts remoteWrite;
  private volatile Links links = Links.NONE;

  /** Counts a record that a part could not read; tells how many there were of this kind. */
  long deadLetter(String topic, String part) {
    LongAdder count =
        deadLetters.computeIfAbsent(new LetterKey(topic, part), key -> new LongAdder());
    count.increment();
    return count.sum();
  }

  void deadLetterLost() {
    deadLettersLost.increment();
  }

  /** From 0, so that a rate sees the first failure too. */
  void register(String target) {
    for (Post outcome : Post.values()) {
      posts.computeIfAbsent(new PostKey(target, outcome), key -> new LongAdder());
    }
  }

  void posted(String target, Post outcome) {
    posts.computeIfAbsent(new PostKey(target, outcome), key -> new LongAdder()).increment();
  }

  void recordRead(long nowMs) {
    lastRecordMs.set(nowMs);
  }

  void lag(long records) {
    lagRecords = records;
  }

  /** Records that a part has not processed yet; null: not known. */
  void partLag(String part, @Nullable Long records) {
    if (records == null) {
      partLags.remove(part);
    } else {
      partLags.put(part, records);
    }
  }

  /** From now on these are told too. */
  void remoteWrite(RemoteWriteCounts counts) {
    remoteWrite = counts;
  }

  /** From now on it tells where the runbooks are, for alerts that are not its own. */
  void links(Links known) {
    links = known;
  }

  /** When a record of any topic was last read; 0: none yet. */
  long lastRecordMs() {
    return lastRecordMs.get();
  }

  /** Records not read yet; null: not known. */
  @Nullable Long lagRecords() {
    return lagRecords;
  }

  void addTo(Exposition exposition) {
    deadLetters.forEach(
        (key, count) ->
            exposition.add(
                Metric.DEAD_LETTERS,
                Labels.of("topic", key.topic(), "part", key.part()),
                count.sum()));
    exposition.add(Metric.DEAD_LETTERS_LOST, Labels.EMPTY, deadLettersLost.sum());
    posts.forEach(
        (key, count) ->
            exposition.add(
                Metric.NOTIFICATIONS,
                Labels.of("target", key.target(), "outcome", FleetMetrics.lowerCase(key.outcome())),
                count.sum()));
    partLags.forEach(
        (part, records) -> exposition.add(Metric.PART_LAG, Labels.of("part", part), records));
    links
        .runbookBase()
        .ifPresent(url -> exposition.add(Metric.LINKS, Labels.of("runbooks", url), 1));
    addRemoteWrite(exposition);
    addProcess(exposition);
    Long lag = lagRecords;
    if (lag != null) {
      exposition.add(Metric.LAG, Labels.EMPTY, lag);
    }
    if (lastRecordMs() > 0) {
      exposition.add(Metric.LAST_RECORD, Labels.EMPTY, lastRecordMs() / 1000.0);
    }
  }

  private void addRemoteWrite(Exposition exposition) {
    RemoteWriteCounts counts = remoteWrite;
    if (counts != null) {
      Metric windows = Metric.REMOTE_WRITE_WINDOWS;
      exposition.add(windows, Labels.of("outcome", "written"), counts.written());
      exposition.add(windows, Labels.of("outcome", "refused"), counts.refused());
      exposition.add(windows, Labels.of("outcome", "ahead"), counts.ahead());
      exposition.add(Metric.REMOTE_WRITE_RETRIES, Labels.EMPTY, counts.retries());
    }
  }

  private static void addProcess(Exposition exposition) {
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .ifPresent(cpu -> exposition.add(Metric.SERVER_CPU, Labels.EMPTY, cpu.toMillis() / 1000.0));
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    exposition.add(Metric.SERVER_HEAP, Labels.EMPTY, used);
  }
}
