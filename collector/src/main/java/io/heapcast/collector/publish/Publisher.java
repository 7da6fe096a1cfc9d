package io.heapcast.collector.publish;

import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Instant;
import java.util.Optional;

/** Where telemetry goes. Thread-safe; no method waits, except for closing. */
public interface Publisher extends AutoCloseable {

  /** Sends a batch now or later, or drops and counts it. */
  void publish(TelemetryBatch batch);

  /** Sends a status now or later, or drops it: it is said again within a minute. */
  void publish(JvmStatus status);

  /** Removes what was said of this id: it was not a JVM's final one. */
  void withdraw(String jvmId);

  /** Batches of this JVM that were dropped since the last call. */
  long takeDropped(String jvmId);

  /**
   * Where this process or one before is with a JVM; empty: it knows nothing of it.
   *
   * @param instance {@code <host>/<pid>}
   * @param processStart of a JVM that started earlier nothing is meant
   */
  Optional<Position> position(String instance, Instant processStart);

  /** How delivery stands. */
  DeliveryStats stats();

  /** Sends what is left, for about two seconds at most. */
  @Override
  void close();
}
