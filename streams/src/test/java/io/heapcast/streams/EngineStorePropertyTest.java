package io.heapcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.streams.engine.NaiveWindows;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.topology.WriteBehindStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
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
    private WriteBehindStore store = opened(Map.of());
    private EngineStore engines;

    private Map<String, byte[]> committed = Map.of();
    private Map<String, Integer> committedWindows = Map.of();
    private int committedAt;

    Task(EngineStore.Step step) {
      this.step = step;
      this.engines = new EngineStore(store, GRACE, step, counts);
    }

    private static WriteBehindStore opened(Map<String, byte[]> content) {
      WriteBehindStore store = WriteBehindStore.builder("state").withLoggingDisabled().build();
      store.init(new MockProcessorContext<>().getStateStoreContext(), store);
      content.forEach((key, bytes) -> store.put(key, () -> bytes));
      store.flushCache();
      return store;
    }

    void accept(TelemetryBatch batch) throws EngineStore.PoisonException {
      windows
          .computeIfAbsent(batch.getJvmId(), jvmId -> new ArrayList<>())
          .addAll(engines.accept(batch, 1, 1));
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
      store = opened(committed);
      engines = new EngineStore(store, GRACE, step, counts);
      windows.forEach(
          (jvmId, own) -> own.subList(committedWindows.getOrDefault(jvmId, 0), own.size()).clear());
      return committedAt;
    }
  }

  @Test
  void whereverItCommitsAndDiesTheWindowsAreTheSame() throws Exception {
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
        assertThat(task.windows.getOrDefault(jvm.getKey(), List.of()))
            .as("fleet %d, %s", seed, jvm.getKey())
            .isEqualTo(NaiveWindows.closedBy(jvm.getKey(), jvm.getValue(), GRACE.toMillis()));
      }
    }
    assertThat(deaths).as("the test is about something").isGreaterThan(FLEETS);
  }

  @Test
  void aBatchThatFailsHalfWayCostsTheJvmNoWindowTwiceAndOtherJvmsNothing() {
    int failures = 0;
    for (int seed = 0; seed < FLEETS; seed++) {
      Random random = new Random(seed);
      RandomFleet fleet = new RandomFleet(seed, 6, 0);
      List<TelemetryBatch> batches = fleet.inOrderOfArrival();
      String struck = batches.get(0).getJvmId();
      Task task =
          new Task(
              (engine, batch) -> {
                List<JvmWindow> closed = engine.accept(batch);
                if (batch.getJvmId().equals(struck) && random.nextInt(8) == 0) {
                  throw new IllegalStateException("half done");
                }
                return closed;
              });
      for (int at = 0; at < batches.size(); at++) {
        if (random.nextInt(20) == 0) {
          task.commit(at);
        }
        try {
          task.accept(batches.get(at));
        } catch (EngineStore.PoisonException e) {
          failures++;
        }
      }
      for (Map.Entry<String, List<TelemetryBatch>> jvm : fleet.batchesByJvm().entrySet()) {
        List<JvmWindow> own = task.windows.getOrDefault(jvm.getKey(), List.of());
        if (jvm.getKey().equals(struck)) {
          assertThat(own).as("fleet %d", seed).doesNotHaveDuplicates();
          assertThat(own)
              .as("fleet %d, %s", seed, struck)
              .extracting(JvmWindow::getStartTimeMs)
              .doesNotHaveDuplicates();
        } else {
          assertThat(own)
              .as("fleet %d, %s", seed, jvm.getKey())
              .isEqualTo(NaiveWindows.closedBy(jvm.getKey(), jvm.getValue(), GRACE.toMillis()));
        }
      }
    }
    assertThat(failures).as("the test is about something").isGreaterThan(FLEETS);
  }
}
