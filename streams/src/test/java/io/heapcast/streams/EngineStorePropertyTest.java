package io.heapcast.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.streams.engine.NaiveWindows;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.topology.WriteBehindStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/**
 * Claims that hold wherever a task commits, loses what it did since, or meets a batch that fails;
 * each is tried on some dozen seeded fleets. The test driver commits after every record.
 */
class EngineStorePropertyTest {

  /** More with {@code -Dheapcast.fuzz.fleets=1000}. */
  private static final int FLEETS = Integer.getInteger("heapcast.fuzz.fleets", 60);

  private static final Duration GRACE = Duration.ofSeconds(5);

  /** A task: what it holds in memory, what it committed, and where it was when it did. */
  private static final class Task {
    private final EngineStore.Step step;
    private final StreamCounts counts = new StreamCounts();
    private final Map<String, List<JvmWindow>> windows = new HashMap<>();
    private MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
    private WriteBehindStore store;
    private WindowProcessor processor;

    private Map<String, byte[]> committed = Map.of();
    private Map<String, Integer> committedWindows = Map.of();
    private int committedAt;

    Task(EngineStore.Step step) {
      this.step = step;
      this.store = opened();
      this.processor = processor();
    }

    private WriteBehindStore opened() {
      WriteBehindStore opened =
          WriteBehindStore.builder(WindowTopology.STORE).withLoggingDisabled().build();
      opened.init(context.getStateStoreContext(), opened);
      committed.forEach((key, bytes) -> opened.put(key, () -> bytes));
      opened.flushCache();
      context.addStateStore(opened);
      return opened;
    }

    private WindowProcessor processor() {
      WindowProcessor opened = new WindowProcessor(GRACE, Duration.ofDays(1), counts, step);
      context.setCurrentSystemTimeMs(1);
      opened.init(context);
      return opened;
    }

    void accept(TelemetryBatch batch) {
      byte[] key = batch.getJvmId().getBytes(UTF_8);
      processor.process(new Record<>(key, batch.toByteArray(), 1));
      for (var window : context.forwarded(WindowTopology.WINDOWS)) {
        windows
            .computeIfAbsent((String) window.record().key(), jvmId -> new ArrayList<>())
            .add((JvmWindow) window.record().value());
      }
      context.resetForwards();
    }

    List<JvmWindow> windows(String jvmId) {
      return windows.getOrDefault(jvmId, List.of());
    }

    void commit(int at) {
      store.flushCache();
      committed = new HashMap<>();
      store.keys().forEach(key -> committed.put(key, store.get(key)));
      committedWindows = new HashMap<>();
      windows.forEach((jvmId, own) -> committedWindows.put(jvmId, own.size()));
      committedAt = at;
    }

    /** Another one goes on from the last commit, which also holds what is out. */
    int die() {
      store.close();
      context = new MockProcessorContext<>();
      store = opened();
      processor = processor();
      windows.forEach(
          (jvmId, own) -> own.subList(committedWindows.getOrDefault(jvmId, 0), own.size()).clear());
      return committedAt;
    }
  }

  @Test
  void whereverItCommitsAndDiesTheWindowsAreTheSame() {
    int deaths = 0;
    for (int seed = 0; seed < FLEETS; seed++) {
      Random random = new Random(seed);
      RandomFleet fleet = new RandomFleet(seed, 6, 0);
      List<TelemetryBatch> batches = fleet.inOrderOfArrival();
      Task task = new Task(WindowEngine::accept);
      int mostDeaths = 10;
      for (int at = 0; at < batches.size(); at++) {
        if (random.nextInt(20) == 0) {
          task.commit(at);
        }
        if (mostDeaths > 0 && random.nextInt(30) == 0) {
          at = task.die();
          mostDeaths--;
          deaths++;
        }
        task.accept(batches.get(at));
      }
      for (Map.Entry<String, List<TelemetryBatch>> jvm : fleet.batchesByJvm().entrySet()) {
        assertThat(task.windows(jvm.getKey()))
            .as("fleet %d, %s", seed, jvm.getKey())
            .isEqualTo(NaiveWindows.closedBy(jvm.getKey(), jvm.getValue(), GRACE.toMillis()));
      }
    }
    assertThat(deaths).as("the test is about something").isGreaterThan(FLEETS);
  }

  @Test
  void aBatchThatFailsHalfWayCostsNoWindowTwiceTheJvmGoesOnAndOthersLoseNothing() {
    int failures = 0;
    int neverSetBack = 0;
    for (int seed = 0; seed < Math.max(1, FLEETS / 5); seed++) {
      RandomFleet fleet = new RandomFleet(seed, 5, 1);
      Struck struck = new Struck(fleet, new Random(seed));
      struck.play();
      failures += struck.failures;
      assertThat(struck.task.counts.quarantines()).as("fleet %d", seed).isPositive();
      for (Map.Entry<String, List<TelemetryBatch>> jvm : fleet.batchesByJvm().entrySet()) {
        List<JvmWindow> unharmed =
            NaiveWindows.closedBy(jvm.getKey(), jvm.getValue(), GRACE.toMillis());
        List<JvmWindow> own = struck.task.windows(jvm.getKey());
        if (jvm.getKey().equals(struck.jvmId)) {
          // A clock that was set back makes windows of times that were.
          if (!setBack(unharmed)) {
            assertThat(own)
                .as("fleet %d, %s", seed, struck.jvmId)
                .extracting(JvmWindow::getStartTimeMs)
                .doesNotHaveDuplicates();
            neverSetBack++;
          }
          List<JvmWindow> goneOn = struck.afterLastFailure();
          assertThat(goneOn).as("fleet %d, %s", seed, struck.jvmId).hasSizeGreaterThan(100);
          assertThat(goneOn).anyMatch(window -> window.getCollectionsCount() > 0);
          // The first may be one that the batches before told of.
          assertThat(starts(unharmed))
              .as("fleet %d, %s", seed, struck.jvmId)
              .endsWith(starts(goneOn.subList(1, goneOn.size())).toArray(Long[]::new));
        } else {
          assertThat(own).as("fleet %d, %s", seed, jvm.getKey()).isEqualTo(unharmed);
        }
      }
    }
    assertThat(failures).as("the test is about something").isGreaterThan(FLEETS);
    assertThat(neverSetBack).as("so is that no window comes twice").isPositive();
  }

  private static boolean setBack(List<JvmWindow> windows) {
    return IntStream.range(1, windows.size())
        .anyMatch(i -> windows.get(i).getStartTimeMs() < windows.get(i - 1).getStartTimeMs());
  }

  private static List<Long> starts(List<JvmWindow> windows) {
    return windows.stream().map(JvmWindow::getStartTimeMs).toList();
  }

  /** A fleet of which the JVM that lives longest is struck in the first half of its life. */
  private static final class Struck {
    private final RandomFleet fleet;
    private final Random random;
    private final String jvmId;
    private final List<TelemetryBatch> batches;
    private final Task task = new Task(this::step);
    private int taken;
    private int failures;
    private int windowsAtLastFailure;

    Struck(RandomFleet fleet, Random random) {
      this.fleet = fleet;
      this.random = random;
      var longest =
          fleet.batchesByJvm().entrySet().stream()
              .max(Comparator.comparingInt(jvm -> jvm.getValue().size()))
              .orElseThrow();
      this.jvmId = longest.getKey();
      this.batches = longest.getValue();
    }

    private List<JvmWindow> step(WindowEngine engine, TelemetryBatch batch) {
      List<JvmWindow> closed = engine.accept(batch);
      if (batch.getJvmId().equals(jvmId) && 2 * taken < batches.size() && random.nextInt(8) == 0) {
        failures++;
        throw new IllegalStateException("half done");
      }
      return closed;
    }

    void play() {
      List<TelemetryBatch> arriving = fleet.inOrderOfArrival();
      for (int at = 0; at < arriving.size(); at++) {
        if (random.nextInt(20) == 0) {
          task.commit(at);
        }
        int before = failures;
        task.accept(arriving.get(at));
        taken += arriving.get(at).getJvmId().equals(jvmId) ? 1 : 0;
        windowsAtLastFailure =
            failures > before ? task.windows(jvmId).size() : windowsAtLastFailure;
      }
    }

    List<JvmWindow> afterLastFailure() {
      List<JvmWindow> windows = task.windows(jvmId);
      return windows.subList(windowsAtLastFailure, windows.size());
    }
  }
}
