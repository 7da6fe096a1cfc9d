package io.heapcast.bench.leak;

import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.util.function.Consumer;

/** What the JVMs of a case sent. Each call plays it again from the begin, the same to the byte. */
@FunctionalInterface
public interface Telemetry {

  /** Plays all of it; batches of one JVM come in the order of their seq. */
  void play(Consumer<TelemetryBatch> sink) throws IOException;

  /**
   * As {@link #play(Consumer)}; what was kept as windows, with no telemetry behind them, comes as
   * windows, those of one JVM in the order of time.
   */
  default void play(Consumer<TelemetryBatch> batches, Consumer<JvmWindow> windows)
      throws IOException {
    play(batches);
  }
}
