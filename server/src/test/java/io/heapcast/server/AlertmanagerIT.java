package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Alertmanager takes our alerts, as active and then as resolved. */
final class AlertmanagerIT {

  private final Clock clock = Clock.system(ZoneOffset.UTC);

  @Test
  void anAlertIsActiveAndThenResolved(@TempDir Path directory) throws Exception {
    String config = "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n";
    try (RealAlertmanager alertmanager = RealAlertmanager.start(directory, config)) {
      firesAndResolves(alertmanager);
    }
  }

  private void firesAndResolves(RealAlertmanager alertmanager) throws Exception {
    AlertmanagerClient client =
        new AlertmanagerClient(
            alertmanager.base(),
            HttpClient.newHttpClient(),
            new ServerStats(),
            new Links(Optional.of("http://grafana:3000"), Optional.empty()),
            clock);
    LeakAlert firing =
        Samples.alert()
            .setStartedMs(clock.millis() - 60_000)
            .addMembers(Samples.member(1, Samples.leak().build()).setAsOfMs(clock.millis() - 1_000))
            .build();
    client.put(LeakNotice.of(new AlertView(firing, clock.millis())));
    client.postDue();

    assertThat(alertmanager.alerts())
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

    Awaitility.await().until(() -> alertmanager.alerts().isEmpty());
    assertThat(alertmanager.get("/metrics"))
        .contains("alertmanager_alerts_received_total{status=\"resolved\",version=\"v2\"} 1")
        .contains("alertmanager_alerts_invalid_total{version=\"v2\"} 0");
  }
}
