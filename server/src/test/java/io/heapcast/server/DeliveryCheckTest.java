package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DeliveryCheckTest {

  private static final Instant NOW = Instant.parse("2026-11-24T08:14:00Z");

  private final ManualClock clock = new ManualClock(NOW.toString(), "UTC");

  @Test
  void alertmanagerIsSentALeakThatSaysTestAndEndsByItself() throws Exception {
    try (FakeAlertmanager alertmanager = new FakeAlertmanager()) {
      Settings settings =
          Settings.defaults()
              .with(Map.of(Setting.ALERTMANAGER_URLS, alertmanager.base().toString()), "test");
      List<DeliveryCheck.Answer> answers =
          DeliveryCheck.run(settings, "critical", Optional.of("shopping"), clock);

      assertThat(answers)
          .containsExactly(
              new DeliveryCheck.Answer(
                  "Alertmanager " + alertmanager.base().getAuthority(), Optional.empty()));
      JsonNode alert = alertmanager.takePosts().get(0).get(0);
      assertThat(alert.at("/labels/alertname").asText()).isEqualTo("HeapcastLeak");
      assertThat(alert.at("/labels/severity").asText()).isEqualTo("critical");
      assertThat(alert.at("/labels/team").asText()).isEqualTo("shopping");
      assertThat(alert.at("/annotations/summary").asText()).startsWith("TEST");
      assertThat(Instant.parse(alert.at("/endsAt").asText())).isAfter(NOW);
    }
  }

  @Test
  void webhookIsToldThatItFiresAndThatItEnded() throws Exception {
    List<JsonNode> posts = new CopyOnWriteArrayList<>();
    HttpServer webhook = server(200, posts);
    try {
      List<DeliveryCheck.Answer> answers =
          DeliveryCheck.run(webhookAt(webhook), "warning", Optional.empty(), clock);

      assertThat(answers).extracting(DeliveryCheck.Answer::failure).containsOnly(Optional.empty());
      assertThat(posts)
          .extracting(post -> post.get("state").asText())
          .containsExactly("firing", "resolved");
      assertThat(posts.get(0).at("/labels/team").isMissingNode()).isTrue();
    } finally {
      webhook.stop(0);
    }
  }

  @Test
  void everyTargetThatFailsIsNamedWithoutItsPath() throws Exception {
    HttpServer webhook = server(403, new CopyOnWriteArrayList<>());
    try (FakeAlertmanager alertmanager = new FakeAlertmanager()) {
      alertmanager.answer(500);
      Settings settings =
          webhookAt(webhook)
              .with(Map.of(Setting.ALERTMANAGER_URLS, alertmanager.base().toString()), "test");
      List<DeliveryCheck.Answer> answers =
          DeliveryCheck.run(settings, "warning", Optional.empty(), clock);

      assertThat(answers)
          .extracting(answer -> answer.failure().orElse(""))
          .satisfiesExactly(
              first -> assertThat(first).contains("500"),
              second -> assertThat(second).contains("403"));
      assertThat(answers.toString()).doesNotContain("secret");
    } finally {
      webhook.stop(0);
    }
  }

  @Test
  void withoutATargetTheSettingsAreNamed() {
    assertThatThrownBy(
            () -> DeliveryCheck.run(Settings.defaults(), "warning", Optional.empty(), clock))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("heapcast.alertmanager.urls");
  }

  private static Settings webhookAt(HttpServer server) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/secret";
    return Settings.defaults().with(Map.of(Setting.WEBHOOK_URLS, url), "test");
  }

  private static HttpServer server(int status, List<JsonNode> posts) throws Exception {
    JsonMapper json = new JsonMapper();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            posts.add(json.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(status, -1);
          }
        });
    server.start();
    return server;
  }
}
