package io.heapcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoSettingsTest {

  @Test
  void watchesTheServicesAloneAndAtOnce() {
    Settings settings = DemoSettings.of(Settings.defaults(), "11,12");

    assertThat(settings.list(Setting.WATCH_PIDS)).containsExactly("11", "12");
    assertThat(settings.duration(Setting.ATTACH_MIN_AGE)).isZero();
    assertThat(settings.duration(Setting.WINDOW_GRACE)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whatTheUserSetStays() {
    Settings user =
        Settings.load(
            null, Map.of(), Map.of("heapcast.window.grace", "7s", "heapcast.server.port", "0"));

    Settings settings = DemoSettings.of(user, "11");

    assertThat(settings.duration(Setting.WINDOW_GRACE)).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.integer(Setting.SERVER_PORT)).isZero();
  }

  @Test
  void aTakenDefaultPortGivesWayToAnyFreeOne() throws IOException {
    int usual = Settings.defaults().integer(Setting.SERVER_PORT);
    try (ServerSocket taken = takenOrBusy(usual)) {
      assertThat(taken.isClosed()).isFalse();
      assertThat(DemoSettings.of(Settings.defaults(), "11").integer(Setting.SERVER_PORT)).isZero();
    }
  }

  @Test
  void aTakenPortThatTheUserChoseStaysAnErrorOfTheServer() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Settings user = Settings.load(null, Map.of(), Map.of("heapcast.server.port", port));

      assertThat(DemoSettings.of(user, "11").text(Setting.SERVER_PORT)).isEqualTo(port);
    }
  }

  @Test
  void aClusterIsRefused() {
    Settings user =
        Settings.load(null, Map.of(), Map.of("heapcast.bootstrap.servers", "kafka:9092"));

    assertThatThrownBy(() -> DemoSettings.requireNoCluster(user))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("heapcast demo")
        .hasMessageContaining("kafka:9092");
  }

  /** The port taken here, or by somebody else already: the same to the demo. */
  private static ServerSocket takenOrBusy(int port) throws IOException {
    try {
      return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      return new ServerSocket();
    }
  }
}
