package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetUrlsTest {

  @Test
  void everyAddressIsTakenOnce() {
    assertThat(
            TargetUrls.of(
                settings("http://a:9093, https://b/am,http://a:9093"), Setting.ALERTMANAGER_URLS))
        .containsExactly(URI.create("http://a:9093"), URI.create("https://b/am"));
    assertThat(TargetUrls.of(Settings.defaults(), Setting.ALERTMANAGER_URLS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alertmanager:9093", "ftp://a", "http://", "http://a b", "http://a?x=1"})
  void whatIsNoAddressIsNamed(String url) {
    assertThatThrownBy(() -> TargetUrls.of(settings(url), Setting.ALERTMANAGER_URLS))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("heapcast.alertmanager.urls: found '" + url + "'")
        .hasMessageContaining("expected http://host:port");
  }

  @Test
  void aPasswordIsNotRepeated() {
    assertThatThrownBy(
            () -> TargetUrls.of(settings("http://user:secret@a:9093"), Setting.ALERTMANAGER_URLS))
        .hasMessageContaining("'http://…@a:9093'")
        .hasMessageNotContaining("secret");
  }

  private static Settings settings(String urls) {
    return Settings.defaults().with(Map.of(Setting.ALERTMANAGER_URLS, urls), "test");
  }
}
