package io.heapcast.bench.score;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Opinion.Interval;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.run.JvmSpan;
import io.heapcast.bench.run.Played;
import io.heapcast.bench.run.Track;
import io.heapcast.bench.score.Outcome.Forecast;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Scores one contender in one played run; {@link Judgement} has the rules for alarms. */
public final class Scoring {

  /** Parts of the way from the first leaking allocation to exhaustion at which forecasts count. */
  public static final List<Double> PROGRESS = List.of(0.25, 0.5, 0.75);

  private final Played played;
  private final Case watched;
  private final Truth truth;
  private final List<Track> tracks;

  private Scoring(Played played, String contender) {
    this.played = played;
    this.watched = played.watched();
    this.truth = watched.truth();
    this.tracks = played.tracksOf(contender);
  }

  /** The outcome of a contender that was there when the run was played. */
  public static Outcome of(Played played, String contender) {
    return new Scoring(played, contender).outcome(contender);
  }

  private Outcome outcome(String contender) {
    List<List<Stretch>> stretches =
        tracks.stream()
            .map(track -> Stretch.of(track, played.span(track.jvmId()), truth.resource()))
            .toList();
    List<Stretch> allStretches = stretches.stream().flatMap(List::stream).toList();
    Judgement judgement = Judgement.of(played, contender);
    Optional<Alarm> find = judgement.find();
    List<Alarm> falseAlarms = judgement.falseAlarms();
    return new Outcome(
        watched.id(),
        watched.tier(),
        watched.family(),
        watched.collector(),
        truth.label(),
        contender,
        find.isPresent(),
        !falseAlarms.isEmpty(),
        judgement.falseAlarmsWhileHealthy().size(),
        time(find),
        time(falseAlarms.stream().findFirst()),
        leadMs(find),
        leadFraction(find),
        find.flatMap(alarm -> inflection(alarm.raisedBy())),
        PROGRESS.stream().map(part -> forecast(part, stretches)).toList(),
        truth.healthyState().flatMap(state -> Naming.isRight(state, allStretches)),
        calibration(allStretches),
        judgement.alarms().stream().mapToInt(Alarm::transitions).sum(),
        played.jvms().stream().mapToLong(JvmSpan::windows).sum(),
        played.jvms().stream().mapToLong(JvmSpan::windowsBeforeLeak).sum(),
        tracks.stream().mapToLong(Track::cpuNanos).sum());
  }

  private static OptionalLong time(Optional<Alarm> alarm) {
    return alarm.isPresent() ? OptionalLong.of(alarm.get().raisedMs()) : OptionalLong.empty();
  }

  private OptionalLong leadMs(Optional<Alarm> find) {
    if (wayMs().isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        find.map(alarm -> truth.exhaustedMs().getAsLong() - alarm.raisedMs()).orElse(0L));
  }

  private OptionalDouble leadFraction(Optional<Alarm> find) {
    OptionalLong leadMs = leadMs(find);
    return leadMs.isPresent()
        ? OptionalDouble.of((double) leadMs.getAsLong() / wayMs().getAsLong())
        : OptionalDouble.empty();
  }

  /** From the first leaking allocation to exhaustion; absent: not known. */
  private OptionalLong wayMs() {
    if (truth.leakBeginMs().isEmpty() || truth.exhaustedMs().isEmpty()) {
      return OptionalLong.empty();
    }
    long wayMs = truth.exhaustedMs().getAsLong() - truth.leakBeginMs().getAsLong();
    return wayMs > 0 ? OptionalLong.of(wayMs) : OptionalLong.empty();
  }

  /**
   * Nobody can see a begin that lies before the observation: there, any time between the two is
   * right.
   */
  private Optional<Estimate> inflection(Opinion finding) {
    OptionalLong wayMs = wayMs();
    if (wayMs.isEmpty() || finding.inflection().isEmpty()) {
      return Optional.empty();
    }
    Interval told = finding.inflection().get();
    long beginMs = truth.leakBeginMs().getAsLong();
    long seenMs =
        Math.max(
            beginMs,
            played.jvms().stream().mapToLong(JvmSpan::firstMs).min().orElse(Long.MIN_VALUE));
    long offMs = Math.max(0, Math.max(beginMs - told.midMs(), told.midMs() - seenMs));
    boolean covered = told.lowMs() <= seenMs && beginMs <= told.highMs();
    return Optional.of(new Estimate((double) offMs / wayMs.getAsLong(), covered));
  }

  /** Of several JVMs, the one that foretells the earliest end counts. */
  private Forecast forecast(double part, List<List<Stretch>> stretches) {
    OptionalLong wayMs = wayMs();
    if (wayMs.isEmpty()) {
      return Forecast.NOT_ASKED;
    }
    long timeMs = truth.leakBeginMs().getAsLong() + Math.round(part * wayMs.getAsLong());
    if (played.jvms().stream()
        .noneMatch(span -> span.firstMs() <= timeMs && timeMs <= span.lastMs())) {
      return Forecast.NOT_ASKED;
    }
    long endMs = truth.exhaustedMs().getAsLong();
    return new Forecast(
        true,
        stretches.stream()
            .flatMap(ofJvm -> Stretch.at(timeMs, ofJvm).stream())
            .flatMap(opinion -> opinion.exhaustion().stream())
            .min(Comparator.comparingLong(Interval::midMs))
            .map(
                told ->
                    new Estimate(
                        Math.abs((double) told.midMs() - endMs) / (endMs - timeMs),
                        told.lowMs() <= endMs && endMs <= told.highMs())));
  }

  /** Time after exhaustion, or after a leak has stopped, is nobody's to judge. */
  private Calibration calibration(List<Stretch> stretches) {
    Calibration calibration = new Calibration();
    long beginMs = truth.leakBeginMs().orElse(Long.MAX_VALUE);
    long endMs =
        Math.min(
            truth.exhaustedMs().orElse(Long.MAX_VALUE), truth.leakEndMs().orElse(Long.MAX_VALUE));
    for (Stretch stretch : stretches) {
      OptionalDouble probability = stretch.opinion().probability();
      if (probability.isPresent()) {
        calibration.add(stretch.within(Long.MIN_VALUE, beginMs), probability.getAsDouble(), false);
        calibration.add(stretch.within(beginMs, endMs), probability.getAsDouble(), true);
      }
    }
    return calibration;
  }
}
