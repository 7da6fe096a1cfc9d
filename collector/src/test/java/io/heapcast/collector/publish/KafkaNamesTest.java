package io.heapcast.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class KafkaNamesTest {

  private static final Map<String, Object> CONFIG =
      Map.of(
          "sasl.jaas.config",
          "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"a\";",
          "linger.ms",
          50);

  @Test
  void classNamesFollowTheJar() {
    assertThat(KafkaNames.renamed(CONFIG, "x.kafka."))
        .containsEntry("linger.ms", 50)
        .containsEntry(
            "sasl.jaas.config",
            "x.kafka.common.security.scram.ScramLoginModule required username=\"a\";");
  }

  @Test
  void outsideTheJarNothingChanges() {
    assertThat(KafkaNames.present(CONFIG)).isEqualTo(CONFIG);
  }
}
