package io.heapcast.collector.attach;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.AttachNotSupportedException;
import io.heapcast.collector.host.JavaCommandLine;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.ProcessKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RefusalsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new TimeoutException("no answer"), RefusalCode.ATTACH_TIMEOUT),
        Arguments.of(
            new AttachNotSupportedException(
                "Unable to open socket file /tmp/.java_pid1: target process 1 doesn't respond"),
            RefusalCode.ATTACH_TIMEOUT),
        Arguments.of(
            new AttachNotSupportedException("The VM does not support the attach mechanism"),
            RefusalCode.ATTACH_DISABLED),
        Arguments.of(new IOException("No such process"), RefusalCode.DIED_WHILE_ATTACHING),
        Arguments.of(new IOException("non existent JVM pid: 7"), RefusalCode.DIED_WHILE_ATTACHING),
        Arguments.of(
            new IOException(
                "well-known file /tmp/.java_pid1 is not secure: file should be owned by the current user"),
            RefusalCode.OTHER_USER),
        Arguments.of(new IOException("Permission denied"), RefusalCode.OTHER_USER),
        Arguments.of(
            new CommandFailedException(
                "java.lang.IllegalArgumentException: Unknown diagnostic command"),
            RefusalCode.NO_JFR),
        Arguments.of(new IOException("Premature EOF"), RefusalCode.ATTACH_FAILED),
        Arguments.of(new IOException(), RefusalCode.ATTACH_FAILED));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void eachFailureHasItsCodeAndOneSentenceLine(Exception failure, RefusalCode code) {
    Refusal refusal = Refusals.ofFailure(failure, TIMEOUT);

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.reason()).endsWith(".").doesNotContain("\n").doesNotContain("null");
  }

  @ParameterizedTest
  @CsvSource({
    "'java.lang.IllegalArgumentException: Unknown diagnostic command',no-jfr",
    "'Module jdk.jfr not found.\nFlight Recorder can not be enabled.',no-jfr",
    "'Flight Recorder is disabled.',no-jfr",
    "'Could not start recording, not able to write to file',jfr-start-failed",
    "'',jfr-start-failed"
  })
  void eachReplyHasItsCode(String reply, String code) {
    assertThat(Refusals.ofReply("JFR.start", reply).code().code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"1.8,true", "11,true", "unknown,true", "17,false", "25,false"})
  void onlyJdk17AndNewerCanBeTailed(String version, boolean refused) {
    assertThat(Refusals.ofVersion(version).isPresent()).isEqualTo(refused);
  }

  @Test
  void aDisabledAttachMechanismIsSeenInTheCommandLineAndInVariablesTheLastOneWins() {
    String off = "-XX:+DisableAttachMechanism";
    String on = "-XX:-DisableAttachMechanism";
    assertThat(before(jvm(0, "", off), 0, true)).isEqualTo("attach-disabled");
    assertThat(before(jvm(0, "-Xmx1g " + off), 0, true)).isEqualTo("attach-disabled");
    assertThat(before(jvm(0, off, on), 0, true)).isEmpty();
    assertThat(before(jvm(0, "", off, on), 0, true)).isEmpty();
  }

  @Test
  void rootMayAttachToAllOthersOnlyToTheirOwn() {
    assertThat(before(jvm(1000, ""), 0, true)).isEmpty();
    assertThat(before(jvm(1000, ""), 1000, true)).isEmpty();
    assertThat(before(jvm(1000, ""), 1001, true)).isEqualTo("other-user");
    assertThat(before(jvm(0, ""), 1001, true)).isEqualTo("other-user");
  }

  @Test
  void aProcessThatSigquitWouldKillIsLeftAlone() {
    Refusal refusal = Refusals.beforeAttach(jvm(0, ""), 0, false).orElseThrow();

    assertThat(refusal.code()).isEqualTo(RefusalCode.ATTACH_DISABLED);
    assertThat(refusal.worthRetrying()).isTrue();
  }

  private static String before(JvmProcess jvm, long ownUid, boolean catchesQuit) {
    return Refusals.beforeAttach(jvm, ownUid, catchesQuit)
        .map(refusal -> refusal.code().code())
        .orElse("");
  }

  private static JvmProcess jvm(long uid, String javaToolOptions, String... options) {
    return new JvmProcess(
        new ProcessKey(7, 1),
        uid,
        Instant.EPOCH,
        new JavaCommandLine(List.of(options), Map.of(), "a.Main", ""),
        Map.of("JAVA_TOOL_OPTIONS", javaToolOptions),
        false,
        java.util.Optional.empty(),
        "",
        Map.of());
  }
}
