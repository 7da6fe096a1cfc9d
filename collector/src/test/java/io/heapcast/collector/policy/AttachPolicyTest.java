package io.heapcast.collector.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.collector.attach.Refusal;
import io.heapcast.collector.host.JavaCommandLine;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.ProcessKey;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AttachPolicyTest {

  private static final JvmProcess PLAIN = jvm(Map.of(), Map.of());

  @Test
  void withoutAPolicyEverythingIsWatchedButWhoAsksToBeLeftAlone() {
    assertThat(code(AttachPolicy.all(), PLAIN)).isEmpty();
    assertThat(code(AttachPolicy.all(), jvm(Map.of("heapcast.ignore", "true"), Map.of())))
        .isEqualTo("ignored");
    assertThat(code(AttachPolicy.all(), jvm(Map.of(), Map.of("HEAPCAST_IGNORE", "true"))))
        .isEqualTo("ignored");
    assertThat(
            code(
                AttachPolicy.all(),
                jvm(Map.of(), Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g -Dheapcast.ignore=true"))))
        .isEqualTo("ignored");
    assertThat(code(AttachPolicy.all(), jvm(Map.of("heapcast.ignore", "false"), Map.of())))
        .isEmpty();
  }

  @Test
  void optInWatchesWhoAsksOrIsIncluded() {
    AttachPolicy optIn = policy("mode", "opt-in");
    assertThat(code(optIn, PLAIN)).isEqualTo("excluded");
    assertThat(code(optIn, jvm(Map.of("heapcast.watch", "true"), Map.of()))).isEmpty();
    assertThat(code(optIn, jvm(Map.of(), Map.of("HEAPCAST_WATCH", "true")))).isEmpty();
    assertThat(code(policy("mode", "opt-in", "include", "ord.*"), PLAIN)).isEmpty();
  }

  @Test
  void namesAndMainClassesAreIncludedAndExcludedAsAWhole() {
    assertThat(code(policy("include", "billing,orders"), PLAIN)).isEmpty();
    assertThat(code(policy("include", "order"), PLAIN)).isEqualTo("excluded");
    assertThat(code(policy("include", "a[.]Main"), PLAIN)).isEmpty();
    assertThat(code(policy("include", "orders", "exclude", "a[.].*"), PLAIN)).isEqualTo("excluded");
  }

  @Test
  void aHigherPercentageKeepsAllOfALowerOne() {
    assertThat(code(policy("percentage", "0"), PLAIN)).isEqualTo("not-sampled");
    long below30 =
        IntStream.range(0, 10_000).filter(i -> AttachPolicy.bucket("h/" + i) < 30).count();
    assertThat(below30).isBetween(2_800L, 3_200L);
    assertThat(AttachPolicy.bucket("h/1")).isEqualTo(AttachPolicy.bucket("h/1"));
  }

  @ParameterizedTest
  @CsvSource({
    "mode,maybe,opt-out or opt-in",
    "percentage,101,0 to 100",
    "include,(,regular expression",
    "inclde,x,no key"
  })
  void aBadPolicyIsAnErrorThatNamesIt(String key, String value, String expected) {
    assertThatThrownBy(() -> policy(key, value))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(key)
        .hasMessageContaining(expected);
  }

  @Test
  void theFileIsReadAgainWhenItChangesAndABadOneIsNotTakenOver(@TempDir Path directory)
      throws IOException {
    Path path = Files.writeString(directory.resolve("policy"), "exclude=orders");
    PolicyFile file = new PolicyFile(Optional.of(path));
    assertThat(code(file.policy(), PLAIN)).isEqualTo("excluded");
    assertThat(file.reload()).isFalse();

    Files.writeString(path, "exclude=orders\npercentage=oops");
    assertThat(file.reload()).isFalse();
    assertThat(code(file.policy(), PLAIN)).isEqualTo("excluded");

    Files.writeString(path, "exclude=billing");
    assertThat(file.reload()).isTrue();
    assertThat(code(file.policy(), PLAIN)).isEmpty();

    Files.delete(path);
    assertThat(file.reload()).isFalse();
    assertThatThrownBy(() -> new PolicyFile(Optional.of(path))).isInstanceOf(UserError.class);
  }

  private static String code(AttachPolicy policy, JvmProcess jvm) {
    return policy
        .refusal(jvm, "orders", "host/7@1")
        .map(Refusal::code)
        .map(code -> code.code())
        .orElse("");
  }

  private static AttachPolicy policy(String... pairs) {
    Properties properties = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.setProperty(pairs[i], pairs[i + 1]);
    }
    return AttachPolicy.parse(properties, "test");
  }

  private static JvmProcess jvm(Map<String, String> properties, Map<String, String> environment) {
    return new JvmProcess(
        new ProcessKey(7, 1),
        0,
        Instant.EPOCH,
        new JavaCommandLine(List.of(), properties, "a.Main", ""),
        environment,
        false,
        Optional.empty(),
        "",
        Map.of());
  }
}
