package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aFinishedStepIsOneLineWithItsTimeAndDetail() {
    Progress progress = Progress.plain(out);

    assertThat(progress.step("broker", () -> 4711, port -> "127.0.0.1:" + port)).isEqualTo(4711);
    progress.step("topics", () -> {});

    assertThat(text().lines())
        .satisfiesExactly(
            line ->
                assertThat(line).matches("  broker     ready in +0\\.\\d s  127\\.0\\.0\\.1:4711"),
            line -> assertThat(line).matches("  topics     ready in +0\\.\\d s"));
  }

  @Test
  void aFailedStepIsNotReportedAsReady() {
    Progress progress = Progress.plain(out);

    assertThatThrownBy(
            () ->
                progress.step(
                    "broker",
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    assertThat(text()).isEmpty();
  }

  @Test
  void aTerminalShowsTheStepUnderWay() {
    Progress progress = Progress.live(new LiveBlock(out));

    progress.step(
        "broker",
        () -> {
          while (!text().contains("broker     … 0 s")) {
            Thread.onSpinWait();
          }
        });

    assertThat(text()).containsPattern("\\n?.*broker     ready in");
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
