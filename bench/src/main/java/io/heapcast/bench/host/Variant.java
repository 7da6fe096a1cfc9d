package io.heapcast.bench.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What runs beside a service, or in it. */
enum Variant {
  NOTHING("nothing", ""),
  NOTHING_AGAIN("nothing again (A/A)", ""),
  HEAPCAST("Heapcast, out of process", ""),
  HEAPCAST_OTHER("Heapcast, other build", ""),
  HEAPCAST_AGENT("Heapcast, as agent", ""),
  PROMETHEUS("Prometheus JMX agent", "jmx_prometheus_javaagent.jar"),
  OPEN_TELEMETRY("OpenTelemetry agent", "opentelemetry-javaagent.jar"),
  NEW_RELIC("New Relic jfr-daemon", "jfr-daemon.jar");

  private static final String CLOSED = "http://127.0.0.1:1/";

  private final String title;
  private final String jar;

  Variant(String title, String jar) {
    this.title = title;
    this.jar = jar;
  }

  String title() {
    return title;
  }

  /** Whether a collector runs beside it. */
  boolean isWatchedFromOutside() {
    return this == HEAPCAST || this == HEAPCAST_OTHER;
  }

  /** Variables of a service with it: without a key New Relic's does not start; nobody listens. */
  Map<String, String> environment() {
    return this == NEW_RELIC
        ? Map.of(
            "INSIGHTS_INSERT_KEY", "none",
            "METRICS_INGEST_URI", CLOSED,
            "EVENTS_INGEST_URI", CLOSED)
        : Map.of();
  }

  /**
   * Flags of a service with it.
   *
   * @param agents where the agents' jars are
   * @param port free, for what listens
   * @param directory for files of its own
   */
  List<String> flags(Path agents, String bootstrapServers, int port, Path directory) {
    String agent = "-javaagent:" + agents.resolve(jar);
    return switch (this) {
      case NOTHING, NOTHING_AGAIN, HEAPCAST, HEAPCAST_OTHER -> List.of();
      case HEAPCAST_AGENT ->
          List.of(
              "-javaagent:%s=bootstrap.servers=%s,collector.dir=%s"
                  .formatted(
                      CollectorProcess.jar(),
                      bootstrapServers,
                      directory.resolve("agent-" + port)));
      case PROMETHEUS ->
          List.of(agent + "=127.0.0.1:" + port + ":" + directory.resolve("prometheus.yaml"));
      case OPEN_TELEMETRY ->
          List.of(
              agent,
              "-Dotel.metrics.exporter=logging",
              "-Dotel.metric.export.interval=5000",
              "-Dotel.traces.exporter=none",
              "-Dotel.logs.exporter=none");
      case NEW_RELIC -> List.of(agent);
    };
  }
}
