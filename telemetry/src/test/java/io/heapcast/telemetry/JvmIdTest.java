package io.heapcast.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmIdTest {

  @Test
  void theTextFormIsPinnedBecauseItIsTheKeyOfEveryRecord() {
    assertThat(new JvmId("web-1.example", 4711, 1_700_000_000))
        .hasToString("web-1.example/4711@1700000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/1@0", "web-1.example/4711@1700000000", "pod@blue/7@99"})
  void whatWasWrittenIsReadBack(String text) {
    assertThat(JvmId.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "host/1",
        "/1@2",
        "a/b/1@2",
        "host/-1@2",
        "host/0@2",
        "host/1@-2",
        "host/1@2 ",
        "host/1@2.5",
        "host/1@99999999999999999999"
      })
  void anotherFormIsRefusedWithTheTextInTheMessage(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JvmId.parse(text))
        .withMessageContaining("jvm id");
  }

  @Test
  void theMessageSaysWhatWasFoundAndWhatIsExpected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JvmId.parse("host:1"))
        .withMessage("jvm id: found 'host:1', expected <host>/<pid>@<start epoch seconds>");
  }

  @Test
  void aHostWithASlashOrNoneIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new JvmId("a/b", 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new JvmId("", 1, 1));
  }

  @Test
  void theInstanceLeavesOutTheStart() {
    assertThat(new JvmId("h", 7, 99).instance()).isEqualTo("h/7");
  }

  @Test
  void aReusedProcessIdIsAnotherJvm() {
    assertThat(new JvmId("h", 7, 99)).isNotEqualTo(new JvmId("h", 7, 100));
  }
}
