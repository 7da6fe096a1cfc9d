package io.heapcast.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicsTest {

  private static Settings settings(String... pairs) {
    Map<String, String> commandLine = new java.util.HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      commandLine.put(pairs[i], pairs[i + 1]);
    }
    return Settings.load(null, Map.of(), commandLine);
  }

  @Test
  void aClusterThatDoesNotAnswerIsOneClearError() {
    Settings nobody =
        settings(
            "heapcast.bootstrap.servers", "127.0.0.1:1",
            "heapcast.kafka.default.api.timeout.ms", "300",
            "heapcast.kafka.request.timeout.ms", "100");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Topics.createMissing(nobody))
        .withMessageStartingWith("topics on 127.0.0.1:1: found ")
        .withMessageContaining("Check heapcast.bootstrap.servers")
        .satisfies(error -> assertThat(error.exitCode()).isEqualTo(UserError.ENVIRONMENT));
  }

  @Test
  void anAddressThatIsNoneIsOneClearErrorToo() {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Topics.createMissing(settings("heapcast.bootstrap.servers", "nonsense")))
        .withMessageStartingWith("topics on nonsense: found ");
  }
}
