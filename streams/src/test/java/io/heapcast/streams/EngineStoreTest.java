package io.heapcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heapcast.streams.engine.Jvm;
import io.heapcast.streams.engine.ProtoWriter;
import io.heapcast.streams.engine.StoredStates;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.streams.v1.AllocationColumns;
import io.heapcast.streams.v1.EngineState;
import io.heapcast.streams.v1.KeptCollection;
import io.heapcast.streams.v1.OpenWindow;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.telemetry.v1.ThreadCount;
import io.heapcast.topology.WriteBehindStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens between two commits, which the test driver makes after every record. */
class EngineStoreTest {

  private static final long POISON_SEQ = 2;

  private final Jvm jvm = new Jvm();
  private final WriteBehindStore store =
      WriteBehindStore.builder("state").withLoggingDisabled().build();
  private final StreamCounts counts = new StreamCounts();
  private final EngineStore engines =
      engines(
          (engine, batch) -> {
            List<JvmWindow> closed = engine.accept(batch);
            if (batch.getSeq() == POISON_SEQ) {
              throw new IllegalStateException("half done");
            }
            return closed;
          });

  private EngineStore engines(EngineStore.Step step) {
    return new EngineStore(store, Duration.ofSeconds(5), step, counts);
  }

  /** Another instance that goes on from what was committed. */
  private EngineStore afterRestart() {
    store.flushCache();
    return engines(WindowEngine::accept);
  }

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
  void norAfterARestartWhenNothingCameAfterTheFailure() throws Exception {
    accept(jvm.observedUntil(1_000));
    store.flushCache();
    assertThat(accept(jvm.observedUntil(15_000))).hasSize(1);
    assertThatExceptionOfType(EngineStore.PoisonException.class)
        .isThrownBy(() -> accept(jvm.observedUntil(16_000)));
    assertGoesOnBehindTheFirstWindow(afterRestart());
  }

  @Test
  void norWhenNothingWasCommittedYet() throws Exception {
    accept(jvm.observedUntil(1_000));
    assertThat(accept(jvm.observedUntil(15_000))).hasSize(1);
    assertThatExceptionOfType(EngineStore.PoisonException.class)
        .isThrownBy(() -> accept(jvm.observedUntil(16_000)));
    assertGoesOnBehindTheFirstWindow(afterRestart());
  }

  @Test
  void aJvmInQuarantineEmitsNoWindowThatIsOut() throws Exception {
    EngineStore stuck =
        engines(
            (engine, batch) -> {
              if (batch.getSeq() == POISON_SEQ && StoredStates.of(engine).hasSession()) {
                throw new IllegalStateException("cannot go on");
              }
              return engine.accept(batch);
            });
    stuck.accept(jvm.observedUntil(1_000).build(), 1, 1);
    assertThat(stuck.accept(jvm.observedUntil(15_000).build(), 1, 1)).hasSize(1);
    store.flushCache();
    TelemetryBatch poison = jvm.observedUntil(16_000).addThreads(threads(5_000)).build();
    assertThatExceptionOfType(EngineStore.PoisonException.class)
        .isThrownBy(() -> stuck.accept(poison, 1, 1))
        .satisfies(failure -> stuck.quarantine(poison, failure));
    assertThat(stuck.accept(poison, 1, 1)).isEmpty();
    assertThat(counts.quarantines()).isEqualTo(1);
    assertGoesOnBehindTheFirstWindow(afterRestart());
  }

  @Test
  void stateThatCannotBeReadTellsNoWindowAndNoneIsEmittedThatMayBeOut() throws Exception {
    store.put(Jvm.ID, () -> new byte[] {(byte) 0xff, 1});
    TelemetryBatch batch = jvm.observedUntil(16_000).addThreads(threads(5_000)).build();
    assertThatExceptionOfType(EngineStore.PoisonException.class)
        .isThrownBy(() -> engines.accept(batch, 1, 1))
        .satisfies(failure -> engines.quarantine(batch, failure));
    assertGoesOnBehindTheFirstWindow(engines);
  }

  @ParameterizedTest
  @MethodSource("statesThatDoNotFit")
  void stateThatParsesButDoesNotFitIsPoison(OpenWindow open) throws Exception {
    OpenWindow aligned = open.toBuilder().setWindow(JvmWindow.newBuilder()).build();
    byte[] state = EngineState.newBuilder().setVersion(2).addOpen(aligned).build().toByteArray();
    store.put(Jvm.ID, () -> state);
    TelemetryBatch batch = jvm.observedUntil(1_000).build();
    assertThatExceptionOfType(EngineStore.PoisonException.class)
        .isThrownBy(() -> engines.accept(batch, 1, 1));
    assertThatExceptionOfType(EngineStore.PoisonException.class)
        .isThrownBy(() -> engines.free(Jvm.ID));
    assertThat(store.keys()).isEmpty();
  }

  static Stream<OpenWindow> statesThatDoNotFit() {
    return Stream.of(
        OpenWindow.newBuilder()
            .setAllocation(AllocationColumns.newBuilder().addClassIds(1).addWeightBytes(8))
            .build(),
        OpenWindow.newBuilder().addCollections(KeptCollection.newBuilder().setCause(5)).build());
  }

  @Test
  void afterASetClockAndAFailureNoWindowThatIsOutIsEmittedAgain() throws Exception {
    accept(jvm.observedUntil(905_000).addThreads(threads(904_000)));
    store.flushCache();
    assertThat(accept(jvm.observedUntil(95_000))).hasSize(1);
    assertThatExceptionOfType(EngineStore.PoisonException.class)
        .isThrownBy(() -> accept(jvm.observedUntil(96_000)));
    assertThat(accept(jvm.observedUntil(105_000))).isEmpty(); // afresh: not observed before
    assertThat(accept(jvm.observedUntil(115_000)))
        .extracting(JvmWindow::getStartTimeMs)
        .containsExactly(Jvm.at(100_000));
  }

  @Test
  void aStateThatCannotBeWrittenIsQuarantinedAndNoWindowThatIsOutComesAgain() throws Exception {
    EngineStore mute =
        engines(
            new EngineStore.Step() {
              @Override
              public List<JvmWindow> accept(WindowEngine engine, TelemetryBatch batch) {
                return engine.accept(batch);
              }

              @Override
              public byte[] state(WindowEngine engine, long lastArrivalMs, ProtoWriter out) {
                if (engine.nextWindowMs() > Jvm.at(0)) {
                  throw new IllegalStateException("cannot be written");
                }
                return engine.state(lastArrivalMs, out);
              }
            });
    mute.accept(jvm.observedUntil(1_000).build(), 1, 1);
    store.flushCache();
    assertThat(mute.accept(jvm.observedUntil(15_000).build(), 7, 7)).hasSize(1);
    EngineStore afterwards = afterRestart();
    assertThat(counts.quarantines()).isEqualTo(1);
    assertThat(afterwards.lastArrivedBefore(7)).isEmpty();
    assertGoesOnBehindTheFirstWindow(afterwards);
  }

  private void assertGoesOnBehindTheFirstWindow(EngineStore goingOn) throws Exception {
    TelemetryBatch next = jvm.observedUntil(25_000).addThreads(threads(5_000)).build();
    assertThat(goingOn.accept(next, 2, 2))
        .extracting(JvmWindow::getStartTimeMs)
        .containsExactly(Jvm.at(10_000));
  }

  @Test
  void whatCameSinceTheCommitIsWrittenOnceAsItIsThen() throws Exception {
    accept(jvm.observedUntil(1_000));
    accept(jvm.observedUntil(4_000).addThreads(threads(3_000)));
    EngineStore afterwards = afterRestart();
    assertThat(afterwards.accept(jvm.observedUntil(15_000).build(), 2, 2))
        .singleElement()
        .matches(window -> window.getThreads() == 6 && window.getGapsCount() == 0);
  }

  @Test
  void silenceIsToldWithoutDecodingWhatLives() throws Exception {
    engines.accept(jvm.observedUntil(1_000).build(), 100, 100);
    assertThat(engines.lastArrivedBefore(100)).isEmpty();
    assertThat(engines.lastArrivedBefore(101)).containsExactly(Jvm.ID);
    EngineStore afterwards = afterRestart();
    assertThat(afterwards.lastArrivedBefore(100)).isEmpty();
    assertThat(afterwards.lastArrivedBefore(101)).containsExactly(Jvm.ID);
  }
}
