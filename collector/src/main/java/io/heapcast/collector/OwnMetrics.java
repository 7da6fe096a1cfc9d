package io.heapcast.collector;

import com.sun.net.httpserver.HttpServer;
import io.heapcast.collector.evidence.CollectionCounts;
import io.heapcast.collector.publish.DeliveryStats;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the collector says of itself, in the Prometheus text format on a loopback port. By the JDK's
 * own HTTP server: no further jar runs on every host.
 */
final class OwnMetrics implements AutoCloseable {

  private static final String PREFIX = "heapcast_collector_";

  /**
   * What there is to say.
   *
   * @param coverage of this host
   * @param delivery to the cluster
   * @param errors by reason
   * @param eventsRead since the start
   * @param eventsShed left unread at the collector's own limit
   * @param longestLag of all watched JVMs; empty: none is watched
   * @param requested full collections that were asked for; empty: they are not allowed
   */
  record Snapshot(
      HostCoverage coverage,
      DeliveryStats delivery,
      Map<String, Long> errors,
      long eventsRead,
      long eventsShed,
      Optional<Duration> longestLag,
      Optional<CollectionCounts> requested) {

    Snapshot {
      errors = Map.copyOf(errors);
    }
  }

  private final HttpServer server;

  private OwnMetrics(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens where {@code heapcast.collector.metrics.port} says; empty: it says nothing.
   *
   * @throws UserError when the port cannot be used
   */
  static Optional<OwnMetrics> start(Settings settings, Supplier<Snapshot> now) {
    Optional<String> port = settings.optional(Setting.COLLECTOR_METRICS_PORT);
    if (port.isEmpty()) {
      return Optional.empty();
    }
    try {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.get())),
              0);
      server.createContext(
          "/metrics",
          exchange -> {
            byte[] text = text(now.get()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            try (var body = exchange.getResponseBody()) {
              body.write(text);
            }
          });
      server.start();
      return Optional.of(new OwnMetrics(server));
    } catch (IOException e) {
      throw UserError.environment(
          "port " + port.get() + " for the collector's metrics",
          String.valueOf(e.getMessage()),
          "a free one",
          "Set " + Setting.COLLECTOR_METRICS_PORT.key(),
          e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  static String text(Snapshot now) {
    StringBuilder text = new StringBuilder();
    metric(text, "jvms_seen", "gauge", "JVMs that run on this host", now.coverage().seen());
    metric(text, "jvms_watched", "gauge", "of them, watched", now.coverage().watched());
    metric(text, "jvms_judgeable", "gauge", "of them, judgeable", now.coverage().judgeable());
    labelled(
        text,
        "jvms_refused",
        "gauge",
        "JVMs not watched, by reason",
        now.coverage().refusedByReason());
    metric(
        text,
        "jvms_ended_unwatched_total",
        "counter",
        "JVMs that ended before anything was read of them",
        now.coverage().endedUnwatched());
    metric(text, "events_read_total", "counter", "JFR events read", now.eventsRead());
    metric(
        text,
        "events_shed_total",
        "counter",
        "samples of allocation left unread at the collector's own limit",
        now.eventsShed());
    labelled(text, "errors_total", "counter", "what could not be read", now.errors());
    now.longestLag()
        .ifPresent(
            lag ->
                metric(
                    text,
                    "lag_seconds",
                    "gauge",
                    "time since the newest event of the JVM that is furthest behind",
                    lag.toMillis() / 1_000.0));
    metric(
        text,
        "batches_total",
        "counter",
        "batches of telemetry made, dropped ones among them",
        now.delivery().batches());
    metric(text, "queued_records", "gauge", "records waiting in memory", now.delivery().queued());
    metric(text, "spool_bytes", "gauge", "bytes waiting on disk", now.delivery().spoolBytes());
    metric(
        text,
        "reconnects_total",
        "counter",
        "how often the cluster was connected to anew",
        now.delivery().reconnects());
    labelled(
        text,
        "dropped_batches_total",
        "counter",
        "batches dropped, by reason",
        now.delivery().dropped());
    now.requested().ifPresent(counts -> requested(text, counts));
    process(text);
    return text.toString();
  }

  private static void requested(StringBuilder text, CollectionCounts counts) {
    metric(
        text,
        "requested_collections_asked_total",
        "counter",
        "full collections that the alert stage asked for in JVMs of this host",
        counts.asked());
    metric(text, "requested_collections_run_total", "counter", "of them, done", counts.run());
    labelled(
        text,
        "requested_collections_refused_total",
        "counter",
        "of them, not done, by reason",
        counts.refusedByReason());
  }

  private static void process(StringBuilder text) {
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .ifPresent(
            cpu ->
                metric(text, "cpu_seconds_total", "counter", "CPU used", cpu.toMillis() / 1_000.0));
    Runtime runtime = Runtime.getRuntime();
    metric(
        text,
        "heap_used_bytes",
        "gauge",
        "heap in use, garbage included",
        runtime.totalMemory() - runtime.freeMemory());
    metric(
        text,
        "start_timestamp_seconds",
        "gauge",
        "when this collector started",
        ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH).getEpochSecond());
  }

  private static void metric(
      StringBuilder text, String name, String type, String help, Number value) {
    head(text, name, type, help);
    text.append(PREFIX).append(name).append(' ').append(value).append('\n');
  }

  private static void labelled(
      StringBuilder text, String name, String type, String help, Map<String, ? extends Number> by) {
    head(text, name, type, help);
    by.forEach(
        (reason, value) ->
            text.append(PREFIX)
                .append(name)
                .append("{reason=\"")
                .append(reason.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " "))
                .append("\"} ")
                .append(value)
                .append('\n'));
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
  }
}
