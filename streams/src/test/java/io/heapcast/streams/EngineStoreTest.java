package io.heapcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heapcast.streams.engine.Jvm;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.telemetry.v1.ThreadCount;
import io.heapcast.topology.WriteBehindStore;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens between two commits, which the test driver makes after every record. */
class EngineStoreTest {

  private static final long POISON_SEQ = 2;

  private final Jvm jvm = new Jvm();
  private final WriteBehindStore store =
      WriteBehindStore.builder("state").withLoggingDisabled().build();
  private final EngineStore engines =
      new EngineStore(
          store,
          Duration.ofSeconds(5),
          (engine, batch) -> {
            List<JvmWindow> closed = engine.accept(batch);
            if (batch.getSeq() == POISON_SEQ) {
              throw new IllegalStateException("half done");
            }
            return closed;
          });

  @BeforeEach
  void open() {
    store.init(new MockProcessorContext<>().getStateStoreContext(), store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<JvmWindow> accept(TelemetryBatch.Builder batch) throws Exception {
    return engines.accept(batch.build(), 1, 1);
  }

  private static ThreadCount threads(long ms) {
    return ThreadCount.newBuilder().setTimeMs(Jvm.at(ms)).setActive(6).build();
  }

  @Test
  void afterAFailureNoWindowThatIsOutIsEmittedAgain() throws Exception {
    accept(jvm.observedUntil(1_000).addThreads(threads(500)));
    store.flushCache();
    assertThat(accept(jvm.observedUntil(15_000))).hasSize(1);
    assertThatExceptionOfType(EngineStore.PoisonException.class)
        .isThrownBy(() -> accept(jvm.observedUntil(16_000)));
    assertThat(accept(jvm.observedUntil(25_000).addThreads(threads(5_000))))
        .singleElement()
        .satisfies(
            window -> {
              assertThat(window.getStartTimeMs()).isEqualTo(Jvm.at(10_000));
              assertThat(window.getLateDropped()).isEqualTo(1);
            });
  }

  @Test
  void whatCameSinceTheCommitIsWrittenOnceAsItIsThen() throws Exception {
    accept(jvm.observedUntil(1_000));
    accept(jvm.observedUntil(4_000).addThreads(threads(3_000)));
    store.flushCache();
    EngineStore afterwards = new EngineStore(store, Duration.ofSeconds(5), (e, b) -> e.accept(b));
    assertThat(afterwards.accept(jvm.observedUntil(15_000).build(), 2, 2))
        .singleElement()
        .matches(window -> window.getThreads() == 6 && window.getGapsCount() == 0);
  }

  @Test
  void silenceIsToldWithoutDecodingWhatLives() throws Exception {
    engines.accept(jvm.observedUntil(1_000).build(), 100, 100);
    assertThat(engines.lastArrivedBefore(100)).isEmpty();
    assertThat(engines.lastArrivedBefore(101)).containsExactly(Jvm.ID);
    store.flushCache();
    EngineStore afterwards = new EngineStore(store, Duration.ofSeconds(5), (e, b) -> e.accept(b));
    assertThat(afterwards.lastArrivedBefore(100)).isEmpty();
    assertThat(afterwards.lastArrivedBefore(101)).containsExactly(Jvm.ID);
  }
}
