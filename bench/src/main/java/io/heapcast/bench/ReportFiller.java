package io.heapcast.bench;

import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.report.ReportData;
import io.heapcast.bench.report.ReportData.Contestant;
import io.heapcast.bench.report.ReportData.Estimates;
import io.heapcast.bench.report.ReportData.Facts;
import io.heapcast.bench.report.ReportData.Figure;
import io.heapcast.bench.report.ReportData.Forecasts;
import io.heapcast.bench.report.ReportData.Group;
import io.heapcast.bench.report.ReportData.Row;
import io.heapcast.bench.report.ReportData.Split;
import io.heapcast.bench.report.RunPoint;
import io.heapcast.bench.score.Interval95;
import io.heapcast.bench.score.Outcome;
import io.heapcast.bench.score.Results;
import io.heapcast.bench.score.Results.Cut;
import io.heapcast.bench.score.Score;
import io.heapcast.bench.score.Score.Quality;
import io.heapcast.bench.score.Scoring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fills the report page with what was found. */
final class ReportFiller {

  private final Results results;

  private ReportFiller(Results results) {
    this.results = results;
  }

  /** What the page tells. */
  static ReportData fill(RunFacts facts, List<Contender> contenders, Benchmark.Findings findings) {
    ReportFiller filler = new ReportFiller(findings.results());
    Cut headline = findings.results().headline();
    return new ReportData(
        facts(facts),
        Benchmark.SUBJECT,
        contenders.stream().map(one -> new Contestant(one.name(), one.about())).toList(),
        filler.group(headline),
        filler.splits(),
        findings.results().outcomes().stream()
            .filter(headline.which())
            .map(ReportFiller::point)
            .toList(),
        findings.exhibits());
  }

  private static Facts facts(RunFacts facts) {
    Map<String, String> versions = new LinkedHashMap<>(facts.versions());
    String jdk = versions.remove("jdk");
    return new Facts(
        facts.date(),
        facts.seed(),
        facts.scale(),
        versions,
        jdk == null ? "" : jdk,
        facts.machine(),
        facts.took(),
        facts.command());
  }

  private List<Split> splits() {
    String within = results.headline().title();
    return List.of(
        split(
            "By part",
            "Families are split whole; nothing learns from judging ones.",
            results.parts()),
        split("By tier", "Generated and recorded runs, within " + within + ".", results.tiers()),
        split("By collector", "Within " + within + ".", results.collectors()),
        split("By family", "Every family of every part.", results.families()));
  }

  private Split split(String title, String what, List<Cut> cuts) {
    return new Split(title, what, cuts.stream().map(this::group).toList());
  }

  private Group group(Cut cut) {
    return new Group(
        cut.title(), cut.what(), results.scores(cut).stream().map(ReportFiller::row).toList());
  }

  private static Row row(Score score) {
    return new Row(
        score.contender(),
        score.leakingRuns(),
        score.healthyRuns(),
        score.found(),
        score.falseAlarmRuns(),
        figure(score.macro().precision()),
        figure(score.macro().recall()),
        figure(score.macro().f1()),
        figure(score.falseAlarmsPerWeek()),
        score.healthyWeeks(),
        score.leadMedian(),
        score.leadTenth(),
        score.leadHoursMedian(),
        estimates(score.inflection()),
        forecasts(score),
        score.named(),
        score.namedRuns(),
        score.brier(),
        score.calibrationError(),
        score.transitionsPerAlarmedRun(),
        score.microsPerWindow());
  }

  private static List<Forecasts> forecasts(Score score) {
    List<Forecasts> forecasts = new ArrayList<>();
    for (int i = 0; i < Scoring.PROGRESS.size(); i++) {
      forecasts.add(new Forecasts(Scoring.PROGRESS.get(i), estimates(score.exhaustion().get(i))));
    }
    return forecasts;
  }

  private static Figure figure(Interval95 figure) {
    return new Figure(figure.value(), figure.low(), figure.high());
  }

  private static Estimates estimates(Quality quality) {
    return new Estimates(
        quality.medianError(), quality.coverage(), quality.answered(), quality.asked());
  }

  private static RunPoint point(Outcome outcome) {
    return new RunPoint(
        outcome.caseId(),
        outcome.tier(),
        outcome.family(),
        outcome.collector(),
        outcome.label(),
        outcome.contender(),
        outcome.found(),
        outcome.falseAlarm(),
        outcome.leadFraction().orElse(Double.NaN));
  }
}
