package io.heapcast.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  private static final List<String> KNOWN = List.of("window.grace", "state.ttl", "server.port");

  @Test
  void aTypingErrorFindsTheMeantName() {
    assertThat(NearestName.of("window.grase", KNOWN)).contains("window.grace");
    assertThat(NearestName.of("sever.port", KNOWN)).contains("server.port");
    assertThat(NearestName.of("state.tttl", KNOWN)).contains("state.ttl");
  }

  @Test
  void aThirdOfTheLettersMayDiffer() {
    assertThat(NearestName.of("abcxyzxyz", List.of("aaaxyzxyz"))).isPresent();
    assertThat(NearestName.of("abcdefxyz", List.of("aaaaaaxyz"))).isEmpty();
  }

  @Test
  void whatResemblesNothingFindsNothing() {
    assertThat(NearestName.of("completely.else", KNOWN)).isEmpty();
    assertThat(NearestName.of("anything", List.of())).isEmpty();
  }
}
