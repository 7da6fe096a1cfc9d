package io.heapcast.bench.report;

import static io.heapcast.bench.report.Findings.Standing.AHEAD;
import static io.heapcast.bench.report.Findings.Standing.ALONE;
import static io.heapcast.bench.report.Findings.Standing.BEHIND;
import static io.heapcast.bench.report.Findings.Standing.LEVEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.report.Findings.Finding;
import io.heapcast.bench.report.ReportData.Estimates;
import io.heapcast.bench.report.ReportData.Figure;
import io.heapcast.bench.report.ReportData.Group;
import io.heapcast.bench.report.ReportData.Row;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void whoNeverFindsAnythingIsNoRival() {
    ReportData sample = SampleReport.of(7, 12);
    Group group = sample.headline();
    Row blind = blind(group.rows().get(2));
    List<Row> rows = new ArrayList<>(group.rows());
    rows.set(2, blind);
    Findings findings =
        new Findings(
            new Ranking(
                new ReportData(
                    sample.facts(),
                    sample.subject(),
                    sample.contenders(),
                    new Group(group.title(), group.what(), rows),
                    List.of(),
                    List.of(),
                    List.of())));
    assertThat(findings.blindRivals()).containsExactly(blind);
    assertThat(findings.bestRival(Measure.FALSE_ALARMS))
        .hasValueSatisfying(
            rival -> {
              assertThat(rival).isNotEqualTo(blind);
              assertThat(rival.falseAlarmsPerWeek().value()).isPositive();
            });
  }

  /** Silent all the time: no find, no false alarm. */
  private static Row blind(Row row) {
    return new Row(
        row.contender(),
        row.leakingRuns(),
        row.healthyRuns(),
        0,
        0,
        Figure.NONE,
        new Figure(0, 0, 0),
        new Figure(0, 0, 0),
        new Figure(0, 0, .1),
        row.healthyWeeks(),
        0,
        0,
        0,
        Estimates.NONE,
        List.of(),
        Double.NaN,
        0,
        Double.NaN,
        Double.NaN,
        0,
        1);
  }
}
