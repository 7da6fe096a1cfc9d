package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CollectorAgentTest {

  @Test
  void argumentsAreSettingsWithOrWithoutTheirPrefix() {
    Settings settings =
        CollectorAgent.settings(
            "bootstrap.servers=a:1,,b:2, heapcast.prefix=test-,kafka.acks=1", Map.of());

    assertThat(settings.text(Setting.BOOTSTRAP_SERVERS)).isEqualTo("a:1,b:2");
    assertThat(settings.text(Setting.PREFIX)).isEqualTo("test-");
    assertThat(settings.kafkaClient()).containsEntry("acks", "1");
    assertThat(settings.integer(Setting.SPOOL_MAX_MIB)).isEqualTo(64);
  }

  @Test
  void anUnknownKeyIsTold() {
    assertThatThrownBy(() -> CollectorAgent.settings("bootstrap.server=a:1", Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("perhaps");
  }

  @Test
  void anAgentStepsBackOnceWhenLittleIsLeftAgainAndAgain() {
    NearOutOfMemory near = new NearOutOfMemory();
    assertThat(near.stepBack(3_200, 99)).isFalse();
    assertThat(near.stepBack(3_200, 99)).isFalse();
    assertThat(near.stepBack(3_200, 500)).as("a collection freed some").isFalse();
    assertThat(near.stepBack(3_200, 99)).isFalse();
    assertThat(near.stepBack(3_200, 99)).isFalse();
    assertThat(near.stepBack(3_200, 99)).isTrue();
    assertThat(near.stepBack(3_200, 99)).isFalse();
  }
}
