package io.heapcast.streams.engine;

import static io.heapcast.streams.engine.Jvm.at;

import io.heapcast.streams.v1.EngineState;
import io.heapcast.telemetry.v1.Gap;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One engine, fed by one imaginary JVM, and words to speak of its windows. */
abstract class EngineTest {

  static final Duration GRACE = Duration.ofSeconds(5);

  final Jvm jvm = new Jvm();
  final WindowEngine engine = new WindowEngine(Jvm.ID, GRACE);

  List<JvmWindow> accept(TelemetryBatch.Builder batch) {
    return engine.accept(batch.build());
  }

  /** All windows until and with the one that a time is in. */
  List<JvmWindow> drain(long ms) {
    List<JvmWindow> windows = new ArrayList<>();
    for (long until = ms; until <= ms + 20_000; until += 5_000) {
      windows.addAll(accept(jvm.observedUntil(until)));
    }
    return windows;
  }

  EngineState state() {
    return StoredStates.of(engine);
  }

  static List<Long> starts(List<JvmWindow> windows) {
    return windows.stream().map(window -> window.getStartTimeMs() - Jvm.START_MS).toList();
  }

  static List<Gap> gaps(List<JvmWindow> windows) {
    return windows.stream().flatMap(window -> window.getGapsList().stream()).toList();
  }

  static Gap gap(long ms, GapReason reason, long amount) {
    return Gap.newBuilder().setTimeMs(at(ms)).setReason(reason).setAmount(amount).build();
  }
}
