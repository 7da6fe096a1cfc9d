package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WebServerTest {

  private final ManualClock clock = new ManualClock(Samples.NOW, "UTC");
  private final ServerStats stats = new ServerStats();
  private final Health health = new Health(stats, clock);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final WebServer web = WebServer.start(settings("127.0.0.1", 0), registry, health);

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  void metricsAreTextAndOpenMetricsOnDemand() throws Exception {
    registry.register(new FleetMetrics(new Fleet(Duration.ofHours(1)), stats, clock));

    HttpResponse<String> text = get("/metrics");
    assertThat(text.statusCode()).isEqualTo(200);
    assertThat(text.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(text.body()).contains("# TYPE heapcast_windows_total counter");

    HttpResponse<String> open =
        send(request("/metrics").header("Accept", "application/openmetrics-text").GET());
    assertThat(open.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(open.body()).endsWith("# EOF\n");
  }

  @Test
  void healthIsAStatusAndWords() throws Exception {
    HttpResponse<String> starting = get("/healthz");
    assertThat(starting.statusCode()).isEqualTo(503);
    assertThat(starting.body())
        .isEqualTo("not consuming: still reading what was there at the start, no record yet\n");

    health.caughtUp();
    stats.lag(0);
    stats.recordRead(clock.millis());
    clock.advance(Duration.ofSeconds(3));
    HttpResponse<String> healthy = get("/healthz");
    assertThat(healthy.statusCode()).isEqualTo(200);
    assertThat(healthy.body()).isEqualTo("consuming, 0 records behind, last record 3 s ago\n");

    clock.advance(Duration.ofMinutes(1));
    assertThat(get("/healthz").body())
        .startsWith("not consuming: the reader has not come round for 1 min 3 s");
  }

  @Test
  void theIndexLinksToBoth() throws Exception {
    assertThat(get("/").body()).contains("href=\"/metrics\"").contains("href=\"/healthz\"");
  }

  @Test
  void anythingElseIsTurnedAway() throws Exception {
    assertThat(get("/metricsx").statusCode()).isEqualTo(404);
    HttpResponse<String> post = send(request("/metrics").POST(BodyPublishers.ofString("x")));
    assertThat(post.statusCode()).isEqualTo(405);
    HttpResponse<String> head = send(request("/").method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void aPortInUseIsAnErrorOfTheEnvironment() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Settings settings = settings("127.0.0.1", taken.getLocalPort());

      assertThatThrownBy(() -> WebServer.start(settings, registry, health))
          .isInstanceOfSatisfying(
              UserError.class,
              error -> assertThat(error.exitCode()).isEqualTo(UserError.ENVIRONMENT))
          .hasMessage(
              "address 127.0.0.1:%d for /metrics: found 'Address already in use', expected a free"
                  + " port of this machine. Stop what listens there, or set heapcast.server.port"
                  + " (0: any free one) or heapcast.server.host.",
              taken.getLocalPort());
    }
  }

  @Test
  void anUnknownHostIsAnErrorOfTheEnvironment() {
    assertThatThrownBy(() -> WebServer.start(settings("no-such-host.invalid", 0), registry, health))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'no-such-host.invalid', which is no known host");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static Settings settings(String host, int port) {
    return Settings.defaults()
        .with(
            Map.of(Setting.SERVER_HOST, host, Setting.SERVER_PORT, Integer.toString(port)), "test");
  }
}
