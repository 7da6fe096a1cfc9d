package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.function.Consumer;

/** What happens to the batches of one JVM between collector and reader. */
@FunctionalInterface
interface Disturbance {

  Disturbance NONE = (sink, dice) -> sink;

  /** A way for batches to a sink; one per JVM. */
  Consumer<TelemetryBatch> to(Consumer<TelemetryBatch> sink, Dice dice);
}
