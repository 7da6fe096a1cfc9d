package io.heapcast.bench;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.report.Exhibit;
import io.heapcast.bench.report.Exhibit.AlarmSpan;
import io.heapcast.bench.report.Exhibit.Knot;
import io.heapcast.bench.report.Exhibit.Point;
import io.heapcast.bench.report.Exhibit.Told;
import io.heapcast.bench.report.Exhibit.Verdict;
import io.heapcast.bench.run.Played;
import io.heapcast.bench.score.Alarm;
import io.heapcast.bench.score.Judgement;
import io.heapcast.bench.score.Outcome;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shows why Heapcast was wrong in a run: what was to be seen, what everybody said, and Heapcast's
 * own words, for which the run is played to the detector once more.
 */
final class Exhibits {

  private final List<String> contenders;

  /** Exhibits with the alarms of these, in this order. */
  Exhibits(List<String> contenders) {
    this.contenders = List.copyOf(contenders);
  }

  /** What there is to be shown of a run; absent: Heapcast was right. */
  Optional<Exhibit> of(Played played, Outcome outcome) {
    boolean missed = outcome.leaking() && !outcome.found();
    if (outcome.listedOnly() || (!missed && !outcome.falseAlarm())) {
      return Optional.empty();
    }
    Case watched = played.watched();
    Truth truth = watched.truth();
    Verdicts verdicts =
        Verdicts.of(watched, outcome.firstFalseMs().orElse(Long.MIN_VALUE), truth.exhaustedMs());
    return Optional.of(
        new Exhibit(
            watched.id(),
            watched.tier(),
            watched.family(),
            watched.collector(),
            missed,
            outcome.falseAlarm(),
            truth.resource(),
            watched.attributes(),
            truth,
            curve(played),
            knots(played, verdicts),
            alarms(played),
            words(played, verdicts, outcome)));
  }

  private static List<Point> curve(Played played) {
    return played.curve().points().stream()
        .map(
            point ->
                new Point(
                    point.jvm(),
                    point.timeMs(),
                    point.level().orElse(Double.NaN),
                    point.cleaned().orElse(Double.NaN),
                    point.limit().orElse(Double.NaN)))
        .toList();
  }

  private static List<Knot> knots(Played played, Verdicts verdicts) {
    List<Knot> knots = new ArrayList<>();
    for (int jvm = 0; jvm < played.jvms().size(); jvm++) {
      int number = jvm;
      verdicts
          .atEnd(played.jvms().get(jvm).jvmId())
          .flatMap(verdict -> shown(verdict, played))
          .ifPresent(
              verdict ->
                  verdict
                      .getKnotsList()
                      .forEach(
                          knot ->
                              knots.add(
                                  new Knot(
                                      number,
                                      knot.getTimeMs(),
                                      knot.getValue(),
                                      knot.getQuality(),
                                      knot.hasFit() ? knot.getFit() : Double.NaN))));
    }
    return knots;
  }

  private List<AlarmSpan> alarms(Played played) {
    List<AlarmSpan> spans = new ArrayList<>();
    for (String contender : contenders) {
      Judgement judgement = Judgement.of(played, contender);
      for (Alarm alarm : judgement.alarms()) {
        spans.add(
            new AlarmSpan(
                contender,
                alarm.resource(),
                alarm.raisedMs(),
                alarm.standsUntilMs(),
                judgement.isFalse(alarm)));
      }
    }
    return spans;
  }

  /** Of the JVM that raised the false alarm, else of the last one. */
  private static List<Verdict> words(Played played, Verdicts verdicts, Outcome outcome) {
    List<Verdict> words = new ArrayList<>();
    int jvm =
        Judgement.of(played, outcome.contender()).falseAlarms().stream()
            .findFirst()
            .map(alarm -> played.jvms().indexOf(played.span(alarm.jvmId())))
            .orElse(played.jvms().size() - 1);
    if (jvm < 0) {
      return words;
    }
    String jvmId = played.jvms().get(jvm).jvmId();
    verdicts
        .atAlarm(jvmId)
        .flatMap(verdict -> word("When the false alarm was raised", jvm, verdict, played))
        .ifPresent(words::add);
    String end =
        played.watched().truth().exhaustedMs().isPresent() ? "At exhaustion" : "At the end";
    verdicts.atEnd(jvmId).flatMap(verdict -> word(end, jvm, verdict, played)).ifPresent(words::add);
    return words;
  }

  private static Optional<Verdict> word(String occasion, int jvm, JvmVerdict said, Played played) {
    return shown(said, played)
        .map(
            verdict ->
                new Verdict(
                    occasion,
                    jvm,
                    said.getAsOfMs(),
                    verdict.getState(),
                    verdict.hasProbability() ? verdict.getProbability() : Double.NaN,
                    remark(verdict),
                    reasons(verdict.getReasonsForList()),
                    reasons(verdict.getReasonsAgainstList()),
                    inflection(verdict),
                    exhaustion(said, verdict)));
  }

  private static Optional<ResourceVerdict> shown(JvmVerdict verdict, Played played) {
    return verdict.getResourcesList().stream()
        .filter(one -> one.getResource() == played.watched().truth().resource())
        .findFirst();
  }

  private static Optional<Told> inflection(ResourceVerdict verdict) {
    return verdict.hasInflectionMs()
        ? Optional.of(
            new Told(
                verdict.getInflectionLowMs(),
                verdict.getInflectionMs(),
                verdict.getInflectionHighMs()))
        : Optional.empty();
  }

  private static Optional<Told> exhaustion(JvmVerdict said, ResourceVerdict verdict) {
    return verdict.hasExhaustionP50S()
        ? Optional.of(
            new Told(
                later(said, verdict.getExhaustionP10S()),
                later(said, verdict.getExhaustionP50S()),
                later(said, verdict.getExhaustionP90S())))
        : Optional.empty();
  }

  private static long later(JvmVerdict said, double seconds) {
    return said.getAsOfMs() + Math.round(seconds * 1000);
  }

  private static List<Exhibit.Reason> reasons(List<Reason> reasons) {
    return reasons.stream()
        .map(reason -> new Exhibit.Reason(reason.getCode(), reason.getText()))
        .toList();
  }

  private static String remark(ResourceVerdict verdict) {
    String judgeable = verdict.getJudgeability().getText();
    return verdict.getRefutedBy().isEmpty()
        ? judgeable
        : judgeable + "; refuted by " + verdict.getRefutedBy();
  }
}
