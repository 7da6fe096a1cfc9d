package io.heapcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.Settings;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class WindowStreamsConfigTest {

  private static Map<String, Object> config(Map<String, String> more) {
    return WindowStreams.config(Settings.load(null, Map.of(), more));
  }

  @Test
  void kafkaStreamsTakesItAndItIsExactlyOnce() {
    StreamsConfig config =
        new StreamsConfig(config(Map.of("heapcast.bootstrap.servers", "127.0.0.1:1")));
    assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
    assertThat(config.getString("application.id")).isEqualTo("heapcast-streams");
    assertThat(config.getLong("statestore.cache.max.bytes")).isEqualTo(4L << 20);
    assertThat(config.getInt("num.stream.threads")).isEqualTo(1);
    assertThat(config.getProducerConfigs("id")).containsEntry("compression.type", "zstd");
  }

  @Test
  void whatTheUserSetsWins() {
    assertThat(
            config(
                Map.of(
                    "heapcast.bootstrap.servers", "127.0.0.1:1",
                    "heapcast.kafka.buffered.records.per.partition", "7")))
        .containsEntry("buffered.records.per.partition", "7");
  }
}
