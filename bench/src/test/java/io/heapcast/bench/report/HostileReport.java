package io.heapcast.bench.report;

import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Part;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.report.Exhibit.AlarmSpan;
import io.heapcast.bench.report.Exhibit.Knot;
import io.heapcast.bench.report.Exhibit.Point;
import io.heapcast.bench.report.Exhibit.Reason;
import io.heapcast.bench.report.Exhibit.Verdict;
import io.heapcast.bench.report.ReportData.Contestant;
import io.heapcast.bench.report.ReportData.Estimates;
import io.heapcast.bench.report.ReportData.Facts;
import io.heapcast.bench.report.ReportData.Figure;
import io.heapcast.bench.report.ReportData.Group;
import io.heapcast.bench.report.ReportData.Row;
import io.heapcast.bench.report.ReportData.Split;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One contender, one run, no figures, and everywhere a name that would break out of its place. */
final class HostileReport {

  static final String NAME =
      "</script><b onclick=\"alert('1')\">bold</b><!-- ]]> & \u0000 \ud83d\ude00";

  private static final double NONE = Double.NaN;

  private HostileReport() {}

  static ReportData data() {
    Family family = new Family(NAME, Part.JUDGING, false, NAME);
    Row row =
        new Row(
            NAME,
            0,
            0,
            0,
            0,
            Figure.NONE,
            Figure.NONE,
            Figure.NONE,
            Figure.NONE,
            NONE,
            NONE,
            NONE,
            NONE,
            Estimates.NONE,
            List.of(),
            NONE,
            0,
            NONE,
            NONE,
            NONE,
            NONE);
    Group group = new Group(NAME, NAME, List.of(row));
    return new ReportData(
        new Facts(LocalDate.EPOCH, 1, NAME, Map.of(NAME, NAME), NAME, NAME, Duration.ZERO, NAME),
        NAME,
        List.of(new Contestant(NAME, NAME)),
        group,
        List.of(new Split(NAME, NAME, List.of(group))),
        List.of(
            new RunPoint(
                NAME, Tier.YOURS, family, Collector.G1, Label.HEALTHY, NAME, false, true, NONE)),
        List.of(
            new Exhibit(
                NAME,
                Tier.YOURS,
                family,
                Collector.G1,
                false,
                true,
                Resource.HEAP,
                Map.of(NAME, NAME),
                Truth.healthy(),
                List.of(new Point(0, 0, NONE, NONE, NONE), new Point(0, 10, NONE, 3, NONE)),
                List.of(new Knot(0, 5, 3, 9, NONE)),
                List.of(new AlarmSpan(NAME, Resource.THREADS, 5, 5, true)),
                List.of(
                    new Verdict(
                        NAME,
                        0,
                        5,
                        VerdictState.LEAK,
                        NONE,
                        NAME,
                        List.of(new Reason(NAME, NAME)),
                        List.of(),
                        Optional.empty(),
                        Optional.empty())))));
  }
}
