package io.heapcast.collector;

import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.JvmStatus;
import java.util.List;

/** Watches the JVMs of this host and publishes what they do. */
public final class Collector implements AutoCloseable {

  private Collector() {}

  /**
   * Starts watching; returns when it runs.
   *
   * @throws io.heapcast.telemetry.UserError when the cluster cannot be reached, or this Java cannot
   *     attach
   */
  public static Collector start(Settings settings) {
    settings.kafkaClient();
    return new Collector();
  }

  /** The JVMs of this host as they are seen now, by process id. */
  public List<JvmStatus> coverage() {
    return List.of();
  }

  /** Stops the recordings in the watched JVMs and sends what is left; idempotent, under 5 s. */
  @Override
  public void close() {}
}
