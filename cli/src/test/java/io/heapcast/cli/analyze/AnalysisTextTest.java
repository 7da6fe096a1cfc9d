package io.heapcast.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnalysisTextTest {

  @ParameterizedTest
  @EnumSource(Glyphs.class)
  void aLeakFitsOnOneScreen(Glyphs glyphs) {
    List<String> lines = AnalysisText.lines(Verdicts.of(Verdicts.leak()), glyphs);
    assertThat(lines).hasSizeLessThanOrEqualTo(24).allMatch(line -> line.length() <= 80);
  }

  @Test
  void tellsWhatSinceWhenUntilWhenAndWhy() {
    List<String> lines = AnalysisText.lines(Verdicts.of(Verdicts.leak()), Glyphs.UNICODE);
    assertThat(lines)
        .contains(
            " soak.jfr · cart · G1 · JDK 17.0.15 · heap of 128 MiB",
            " 2026-05-01 14:02:11 – 14:12:04 UTC, 9 min 53 s",
            " LEAK: the heap is leaking, probability 97 %, alert at 14:07:11",
            " since      2026-05-01 14:04:11 (14:04:01 – 14:04:21)",
            " until      2026-05-01 14:17:00, then the heap is full (14:16:40 – 14:18:00)",
            " growth     450 MiB/h (440 MiB – 462 MiB), live set 90 MiB of 128 MiB",
            " against    it was already rising before",
            " refuted by a live set below 48.0 MiB after an old collection",
            " others     metaspace, threads, direct, native: not judged");
    assertThat(String.join(" ", lines))
        .contains("missing    This JDK does not record resident memory");
  }

  @Test
  void aTerminalWithoutUnicodeGetsAscii() {
    assertThat(AnalysisText.lines(Verdicts.of(Verdicts.leak()), Glyphs.ASCII))
        .allMatch(line -> line.matches("[\\x20-\\x7e]*"))
        .anyMatch(line -> line.contains("^"));
  }

  @Test
  void aWithdrawnAlertStaysToBeSeen() {
    ResourceVerdict withdrawn =
        Verdicts.leak().toBuilder()
            .setState(VerdictState.HEALTHY)
            .clearProbability()
            .setResolvedMs(Verdicts.START.plusSeconds(400).toEpochMilli())
            .build();
    assertThat(AnalysisText.lines(Verdicts.of(withdrawn), Glyphs.UNICODE))
        .contains(
            " HEALTHY: what stays in the heap does not grow, alert at 14:07:11, withdrawn",
            "   14:08:51");
  }

  @Test
  void whatCannotBeJudgedSaysWhyAndDrawsNothing() {
    ResourceVerdict.Builder unknown = Verdicts.unknown(Resource.HEAP).toBuilder();
    unknown.getJudgeabilityBuilder().setText("no collection seen yet");
    List<String> lines = AnalysisText.lines(Verdicts.of(unknown.build()), Glyphs.UNICODE);
    assertThat(lines)
        .contains(" UNKNOWN: the heap cannot be judged: no collection seen yet")
        .noneMatch(line -> line.contains("│"));
  }

  @Test
  void severalJvmsAreOneLineEach() {
    Analysis leak = Verdicts.of(Verdicts.leak());
    Analysis unknown = Verdicts.of(Verdicts.unknown(Resource.HEAP));
    assertThat(SummaryTable.lines(List.of(leak, unknown), Glyphs.UNICODE))
        .containsExactly(
            " FILE AND JVM           HEAP             PROB  SINCE (UTC)         FULL",
            " soak.jfr 4711          leak             97 %  2026-05-01 14:04:11 14:17:00",
            " soak.jfr 4711          unknown");
  }
}
