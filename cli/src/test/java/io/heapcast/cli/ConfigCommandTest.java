package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.Settings.Effective;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigCommandTest {

  private static final List<Effective> SETTINGS =
      List.of(
          new Effective("heapcast.prefix", "", "default", "Put before every name"),
          new Effective("heapcast.server.port", "9500", "HEAPCAST_SERVER_PORT", "Port of /metrics"),
          new Effective("heapcast.kafka.sasl.jaas.config", "********", "command line", ""));

  @Test
  void linesUp() {
    assertThat(ConfigCommand.lines(SETTINGS))
        .containsExactly(
            "heapcast.prefix                  (not set)  default               Put before every name",
            "heapcast.server.port             9500       HEAPCAST_SERVER_PORT  Port of /metrics",
            "heapcast.kafka.sasl.jaas.config  ********   command line");
  }

  @Test
  void jsonHasNullForWhatIsNotSet() {
    assertThat(ConfigCommand.json(SETTINGS))
        .isEqualToIgnoringWhitespace(
            """
            {"schema":"heapcast.config/v1","settings":[
             {"key":"heapcast.prefix","value":null,"source":"default",
              "description":"Put before every name"},
             {"key":"heapcast.server.port","value":"9500","source":"HEAPCAST_SERVER_PORT",
              "description":"Port of /metrics"},
             {"key":"heapcast.kafka.sasl.jaas.config","value":"********","source":"command line",
              "description":""}]}
            """);
  }
}
