package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Alertmanager takes our alerts, as active and then as resolved. */
final class AlertmanagerIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Clock clock = Clock.system(ZoneOffset.UTC);
  private @Nullable Process process;
  private URI base = URI.create("http://127.0.0.1");

  @BeforeEach
  void startAlertmanager(@TempDir Path directory) throws IOException {
    String program = Tool.onPath("prometheus-alertmanager", "alertmanager");
    Path config = directory.resolve("alertmanager.yml");
    Files.writeString(config, "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
    int port = freePort();
    base = URI.create("http://127.0.0.1:" + port);
    process =
        new ProcessBuilder(
                program,
                "--config.file=" + config,
                "--storage.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> get("/-/ready").equals("OK"));
  }

  @AfterEach
  void stopAlertmanager() throws InterruptedException {
    Process started = process;
    if (started != null) {
      started.destroy();
      if (!started.waitFor(10, TimeUnit.SECONDS)) {
        started.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void anAlertIsActiveAndThenResolved() throws Exception {
    ServerStats stats = new ServerStats();
    AlertmanagerClient client =
        new AlertmanagerClient(
            base,
            HTTP,
            stats,
            new Links(Optional.of("http://grafana:3000"), Optional.empty()),
            clock);
    LeakAlert firing =
        Samples.alert()
            .setStartedMs(clock.millis() - 60_000)
            .addMembers(Samples.member(1, Samples.leak().build()).setAsOfMs(clock.millis() - 1_000))
            .build();
    client.put(LeakNotice.of(new AlertView(firing, clock.millis())));
    client.postDue();

    assertThat(alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.at("/status/state").asText()).isEqualTo("active");
              assertThat(alert.at("/labels/alertname").asText()).isEqualTo("HeapcastLeak");
              assertThat(alert.at("/labels/leak_id").asText()).isEqualTo(firing.getLeakId());
              assertThat(alert.at("/annotations/description").asText())
                  .contains("It will run out of heap in ≈ 42 min");
            });

    LeakAlert resolved =
        firing.toBuilder()
            .setState(AlertState.RESOLVED)
            .setOutcome(AlertOutcome.REFUTED)
            .setResolvedMs(clock.millis())
            .build();
    client.put(LeakNotice.of(new AlertView(resolved, clock.millis())));
    client.postDue();

    Awaitility.await().until(() -> alerts().isEmpty());
    assertThat(get("/metrics"))
        .contains("alertmanager_alerts_received_total{status=\"resolved\",version=\"v2\"} 1")
        .contains("alertmanager_alerts_invalid_total{version=\"v2\"} 0");
  }

  private List<JsonNode> alerts() throws Exception {
    JsonNode alerts = new JsonMapper().readTree(get("/api/v2/alerts"));
    return List.copyOf(alerts.valueStream().toList());
  }

  private String get(String path) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
