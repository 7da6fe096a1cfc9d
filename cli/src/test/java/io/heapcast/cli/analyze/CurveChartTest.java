package io.heapcast.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.ResourceVerdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveChartTest {

  @Test
  void drawsCurveLimitAndWhereItBegan() {
    assertThat(CurveChart.lines(Verdicts.leak(), Glyphs.ASCII, 50, 6))
        .containsExactly(
            " 128 MiB |----------------------------------------",
            "         |                                      ..",
            "         |                          ....----''''",
            "53.3 MiB |              ....----''''",
            "         |----------''''",
            "       0 |",
            "         +--------^-------------------------------",
            "         14:02:11 since 14:04:11          14:12:11");
  }

  @Test
  void usesTheWholeHeightOfBraille() {
    List<String> lines = CurveChart.lines(Verdicts.leak(), Glyphs.UNICODE, 60, 8);
    assertThat(lines).hasSize(10).first().asString().startsWith(" 128 MiB │╌╌");
    assertThat(lines.subList(1, 7)).anyMatch(line -> line.chars().anyMatch(c -> c > 0x2800));
    assertThat(lines.get(8)).contains("▲");
  }

  @Test
  void aLimitFarAboveIsLeftOut() {
    ResourceVerdict low = Verdicts.leak().toBuilder().setLimit(4096.0 * Verdicts.MIB).build();
    List<String> lines = CurveChart.lines(low, Glyphs.ASCII, 60, 6);
    assertThat(lines).first().asString().startsWith(" 113 MiB |").doesNotContain("---");
  }

  @Test
  void onePointIsNoCurve() {
    ResourceVerdict.Builder point = Verdicts.leak().toBuilder().clearKnots();
    point.addKnots(Verdicts.leak().getKnots(0));
    assertThat(CurveChart.lines(point.build(), Glyphs.ASCII, 60, 6)).isEmpty();
  }
}
