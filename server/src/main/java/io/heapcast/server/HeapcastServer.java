package io.heapcast.server;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;

/** The part that the outside sees: {@code /metrics}, {@code /healthz} and alert delivery. */
public final class HeapcastServer implements AutoCloseable {

  private final Fleet fleet;

  private HeapcastServer(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Creates missing topics, listens, and begins to read.
   *
   * @throws io.heapcast.telemetry.UserError when the port is taken, the cluster cannot be reached,
   *     or an Alertmanager's address is none
   */
  public static HeapcastServer start(Settings settings) {
    return new HeapcastServer(new Fleet(settings.duration(Setting.STATE_TTL)));
  }

  /** The port that is listened on. */
  public int port() {
    return 0;
  }

  /** What is known of the fleet now. */
  public Fleet fleet() {
    return fleet;
  }

  /** Stops reading, serving and posting, within seconds. A second call does nothing. */
  @Override
  public void close() {}
}
