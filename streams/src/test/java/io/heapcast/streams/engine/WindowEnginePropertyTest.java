package io.heapcast.streams.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.streams.v1.JvmProfile;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Claims that hold for whatever a JVM does; each is tried on some hundred seeded histories. */
class WindowEnginePropertyTest {

  /** More with {@code -Dheapcast.fuzz.histories=10000}. */
  private static final int HISTORIES = Integer.getInteger("heapcast.fuzz.histories", 300);

  private static final Duration GRACE = Duration.ofSeconds(5);

  /** As lists, but a failure shows one window instead of all. */
  private static void assertSame(int seed, List<JvmWindow> found, List<JvmWindow> expected) {
    for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
      assertThat(found.get(i)).as("history %d, window %d", seed, i).isEqualTo(expected.get(i));
    }
    assertThat(found).as("history %d", seed).hasSameSizeAs(expected);
  }

  private static List<JvmWindow> windows(List<TelemetryBatch> batches) {
    return windows(batches, engine -> engine);
  }

  private static List<JvmWindow> windows(
      List<TelemetryBatch> batches, UnaryOperator<WindowEngine> betweenBatches) {
    WindowEngine engine = new WindowEngine(Jvm.ID, GRACE);
    List<JvmWindow> windows = new ArrayList<>();
    for (TelemetryBatch batch : batches) {
      windows.addAll(engine.accept(batch));
      engine = betweenBatches.apply(engine);
    }
    windows.addAll(engine.flush());
    return windows;
  }

  private static WindowEngine storedAndRestored(WindowEngine engine) {
    try {
      return WindowEngine.restore(
          Jvm.ID,
          GRACE,
          StoredStates.of(engine),
          JvmProfile.parseFrom(engine.profile().toByteArray()));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static TelemetryBatch shuffled(TelemetryBatch batch, Random random) {
    TelemetryBatch.Builder builder = batch.toBuilder();
    for (MeasurementType type : MeasurementType.values()) {
      var field = TelemetryBatch.getDescriptor().findFieldByNumber(type.number());
      List<Object> values = new ArrayList<>((List<?>) batch.getField(field));
      Collections.shuffle(values, random);
      builder.setField(field, values);
    }
    return builder.build();
  }

  @Test
  void itAgreesWithThePlainestImplementation() {
    int windows = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      List<TelemetryBatch> batches = new RandomTelemetry(seed).wildly();
      List<JvmWindow> found = windows(batches);
      assertSame(seed, found, NaiveWindows.of(batches, GRACE.toMillis()));
      windows += found.size();
    }
    assertThat(windows).isGreaterThan(10 * HISTORIES);
  }

  @Test
  void theRandomHistoriesHoldWhatTheyAreMeantToTry() {
    List<JvmWindow> all = new ArrayList<>();
    for (int seed = 0; seed < HISTORIES; seed++) {
      all.addAll(windows(new RandomTelemetry(seed).wildly()));
    }
    for (GapReason reason :
        List.of(
            GapReason.SEQUENCE, GapReason.SESSION, GapReason.REPORTED_LOSS, GapReason.SILENCE)) {
      assertThat(all)
          .anyMatch(w -> w.getGapsList().stream().anyMatch(gap -> gap.getReason() == reason));
    }
    assertThat(all)
        .anyMatch(window -> window.getLateDropped() > 0)
        .anyMatch(JvmWindow::hasEnded)
        .anyMatch(window -> window.getGcTotalsCount() == 0)
        .anyMatch(window -> window.getTopSitesCount() > 3)
        .anyMatch(
            window -> window.getCollectionsList().stream().anyMatch(c -> c.getWorkBytes() > 0));
  }

  @Test
  void itAgreesWithItWhenTheClockIsSetTheOneWayAndTheOther() {
    List<JvmWindow> all = new ArrayList<>();
    for (int seed = 0; seed < HISTORIES; seed++) {
      RandomTelemetry telemetry = new RandomTelemetry(seed);
      List<TelemetryBatch> history =
          seed % 2 == 0 ? telemetry.withDisorder(seed) : telemetry.withRestarts(seed);
      List<TelemetryBatch> batches = SetClock.in(history, seed);
      List<JvmWindow> found = windows(batches);
      assertSame(seed, found, NaiveWindows.of(batches, GRACE.toMillis()));
      assertSame(seed, windows(batches, WindowEnginePropertyTest::storedAndRestored), found);
      all.addAll(found);
    }
    assertThat(all.stream().flatMap(window -> window.getGapsList().stream()))
        .filteredOn(gap -> gap.getReason() == GapReason.CLOCK)
        .as("forward at the start of a window, backward within one")
        .anyMatch(gap -> gap.getTimeMs() % 10_000 == 0)
        .anyMatch(gap -> gap.getTimeMs() % 10_000 != 0);
  }

  @Test
  void storingAndRestoringBetweenAnyTwoBatchesChangesNothing() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      List<TelemetryBatch> batches = new RandomTelemetry(seed).wildly();
      assertSame(
          seed, windows(batches, WindowEnginePropertyTest::storedAndRestored), windows(batches));
    }
  }

  @Test
  void theOrderWithinABatchDoesNotMatter() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      List<TelemetryBatch> batches = new RandomTelemetry(seed).wildly();
      List<TelemetryBatch> shuffled = batches.stream().map(b -> shuffled(b, random)).toList();
      assertSame(seed, windows(shuffled), windows(batches));
    }
  }

  @Test
  void howItIsCutIntoBatchesDoesNotMatter() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      RandomTelemetry telemetry = new RandomTelemetry(seed);
      assertSame(seed, windows(telemetry.calmly(seed + 1)), windows(telemetry.calmly(seed + 2)));
    }
  }

  @Test
  void disorderWithinTheGraceDoesNotMatter() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      RandomTelemetry telemetry = new RandomTelemetry(seed);
      assertSame(seed, windows(telemetry.withDisorder(seed)), windows(telemetry.calmly(seed)));
    }
  }

  @Test
  void aCollectorThatStartsAgainAndReReadsDoublesAndLosesNothing() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      RandomTelemetry telemetry = new RandomTelemetry(seed);
      List<JvmWindow> restarted =
          windows(telemetry.withRestarts(seed)).stream().map(w -> withoutSessions(w)).toList();
      assertSame(seed, restarted, windows(telemetry.calmly(seed)));
    }
  }

  private static JvmWindow withoutSessions(JvmWindow window) {
    return window.toBuilder()
        .clearGaps()
        .addAllGaps(
            window.getGapsList().stream().filter(g -> g.getReason() != GapReason.SESSION).toList())
        .build();
  }

  @Test
  void windowsComeInOrderWithoutOverlapAndWorkNeverFalls() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      long endMs = 0;
      long workBytes = 0;
      for (JvmWindow window : windows(new RandomTelemetry(seed).wildly())) {
        assertThat(window.getStartTimeMs()).as("history %d", seed).isGreaterThanOrEqualTo(endMs);
        endMs = window.getEndTimeMs();
        for (var collection : window.getCollectionsList()) {
          assertThat(collection.getWorkBytes())
              .as("history %d", seed)
              .isBetween(workBytes, window.getWorkBytes());
          workBytes = collection.getWorkBytes();
        }
        assertThat(window.getWorkBytes()).as("history %d", seed).isGreaterThanOrEqualTo(workBytes);
        workBytes = window.getWorkBytes();
      }
    }
  }
}
