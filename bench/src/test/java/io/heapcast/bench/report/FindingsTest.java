package io.heapcast.bench.report;

import static io.heapcast.bench.report.Findings.Standing.AHEAD;
import static io.heapcast.bench.report.Findings.Standing.ALONE;
import static io.heapcast.bench.report.Findings.Standing.BEHIND;
import static io.heapcast.bench.report.Findings.Standing.LEVEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.report.Findings.Finding;
import io.heapcast.bench.report.ReportData.Figure;
import org.junit.jupiter.api.Test;

class FindingsTest {

  private static final Figure LOW = new Figure(.5, .45, .55);
  private static final Figure MIDDLE = new Figure(.57, .5, .63);
  private static final Figure HIGH = new Figure(.9, .85, .95);

  @Test
  void onlyIntervalsThatDoNotMeetDecide() {
    assertThat(Findings.standing(Measure.RECALL, HIGH, LOW)).isEqualTo(AHEAD);
    assertThat(Findings.standing(Measure.RECALL, LOW, HIGH)).isEqualTo(BEHIND);
    assertThat(Findings.standing(Measure.RECALL, MIDDLE, LOW)).isEqualTo(LEVEL);
  }

  @Test
  void lessIsBetterWhereItIs() {
    assertThat(Findings.standing(Measure.FALSE_ALARMS, LOW, HIGH)).isEqualTo(AHEAD);
    assertThat(Findings.standing(Measure.FALSE_ALARMS, HIGH, LOW)).isEqualTo(BEHIND);
  }

  @Test
  void aFigureWithoutAnIntervalIsTakenAsItIs() {
    Figure bare = new Figure(.6, Double.NaN, Double.NaN);
    assertThat(Findings.standing(Measure.RECALL, bare, MIDDLE)).isEqualTo(AHEAD);
    assertThat(Findings.standing(Measure.RECALL, bare, bare)).isEqualTo(LEVEL);
  }

  @Test
  void theSampleIsAheadSomewhereAndBehindElsewhere() {
    Findings findings = new Findings(new Ranking(SampleReport.of(7, 12)));
    assertThat(findings.all()).extracting(Finding::standing).contains(AHEAD, BEHIND, ALONE);
    assertThat(findings.all())
        .filteredOn(finding -> finding.measure() == Measure.LEAD_MEDIAN)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.standing()).isEqualTo(BEHIND);
              assertThat(finding.text())
                  .as("an early alarm that is mostly wrong has its price told")
                  .contains("predict_linear", "of whose alarms only");
            });
  }
}
