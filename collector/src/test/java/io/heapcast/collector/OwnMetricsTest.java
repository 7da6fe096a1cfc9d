package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.collector.evidence.CollectionCounts;
import io.heapcast.collector.publish.DeliveryStats;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OwnMetricsTest {

  private static final OwnMetrics.Snapshot SNAPSHOT =
      new OwnMetrics.Snapshot(
          new HostCoverage(5, 3, 2, Map.of("ignored", 2), 7),
          new DeliveryStats(70, 4, 1_024, 1, Map.of("spool-full", 9L)),
          Map.of("repository: \"x\"", 3L),
          1_000,
          11,
          Optional.of(Duration.ofMillis(1_500)),
          Optional.of(new CollectionCounts(3, 1, Map.of("too-soon", 2L))));

  @Test
  void everyNumberIsThere() {
    assertThat(OwnMetrics.text(SNAPSHOT).lines())
        .contains(
            "heapcast_collector_jvms_seen 5",
            "heapcast_collector_jvms_watched 3",
            "heapcast_collector_jvms_judgeable 2",
            "heapcast_collector_jvms_refused{reason=\"ignored\"} 2",
            "heapcast_collector_jvms_ended_unwatched_total 7",
            "heapcast_collector_events_read_total 1000",
            "heapcast_collector_events_shed_total 11",
            "heapcast_collector_errors_total{reason=\"repository: \\\"x\\\"\"} 3",
            "heapcast_collector_lag_seconds 1.5",
            "heapcast_collector_requested_collections_asked_total 3",
            "heapcast_collector_requested_collections_run_total 1",
            "heapcast_collector_requested_collections_refused_total{reason=\"too-soon\"} 2",
            "heapcast_collector_queued_records 4",
            "heapcast_collector_spool_bytes 1024",
            "heapcast_collector_reconnects_total 1",
            "heapcast_collector_dropped_batches_total{reason=\"spool-full\"} 9",
            "# TYPE heapcast_collector_dropped_batches_total counter");
  }

  @Test
  void theyAreServedOnLoopbackWhereAsked() throws Exception {
    assertThat(OwnMetrics.start(Settings.defaults(), () -> SNAPSHOT)).isEmpty();
    try (OwnMetrics metrics = OwnMetrics.start(port(0), () -> SNAPSHOT).orElseThrow()) {
      URI uri = URI.create("http://localhost:" + metrics.port() + "/metrics");
      String body =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
              .body();
      assertThat(body).contains("heapcast_collector_jvms_seen 5").contains("heap_used_bytes");
      assertThatThrownBy(() -> OwnMetrics.start(port(metrics.port()), () -> SNAPSHOT))
          .isInstanceOf(UserError.class);
    }
  }

  private static Settings port(int port) {
    return Settings.defaults()
        .with(Map.of(Setting.COLLECTOR_METRICS_PORT, Integer.toString(port)), "test");
  }
}
