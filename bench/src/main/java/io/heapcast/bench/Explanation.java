package io.heapcast.bench;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Opinion.Interval;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.run.JvmSpan;
import io.heapcast.bench.run.Played;
import io.heapcast.bench.run.Track;
import io.heapcast.bench.score.Outcome;
import io.heapcast.bench.score.Scoring;
import io.heapcast.server.Human;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One played case, told to a person. Times are since the begin of the run. */
final class Explanation {

  private final Played played;
  private final Truth truth;
  private final boolean all;
  private final long beginMs;
  private final List<String> lines = new ArrayList<>();

  private Explanation(Played played, boolean all) {
    this.played = played;
    this.truth = played.watched().truth();
    this.all = all;
    this.beginMs = played.jvms().stream().mapToLong(JvmSpan::firstMs).min().orElse(0);
  }

  /**
   * The lines.
   *
   * @param all every opinion, not only those that change an alarm or a state
   */
  static List<String> of(Played played, List<Contender> contenders, boolean all) {
    Explanation explanation = new Explanation(played, all);
    explanation.truth();
    explanation.lines.addAll(
        CurvePlot.lines(
            played.curve(), explanation.truth.resource(), explanation.truth.leakBeginMs()));
    contenders.forEach(contender -> explanation.contender(contender.name()));
    explanation.reasons();
    return explanation.lines;
  }

  private void truth() {
    Case watched = played.watched();
    lines.add(watched.id());
    lines.add(watched.family().what());
    lines.add(
        "truth: %s of %s%s%s%s%s"
            .formatted(
                words(truth.label()),
                words(truth.resource()),
                at(", leak begins", truth.leakBeginMs()),
                at(", stops", truth.leakEndMs()),
                at(", exhausted", truth.exhaustedMs()),
                truth.healthyState().map(state -> ", deserves " + words(state)).orElse("")));
    watched.attributes().forEach((name, value) -> lines.add("%s: %s".formatted(name, value)));
    for (JvmSpan span : played.jvms()) {
      lines.add(
          "observed: %s, %s to %s, %d windows"
              .formatted(
                  span.jvmId(), since(span.firstMs()), since(span.lastMs()), span.windows()));
    }
    lines.add("");
  }

  private void contender(String name) {
    Outcome outcome = Scoring.of(played, name);
    lines.add("");
    lines.add("%s: %s".formatted(name, summary(outcome)));
    for (Track track : played.tracksOf(name)) {
      Map<Resource, Opinion> last = new EnumMap<>(Resource.class);
      for (Opinion opinion : track.opinions()) {
        Opinion before = last.put(opinion.resource(), opinion);
        if (all || changes(before, opinion)) {
          lines.add(told(track, opinion));
        }
      }
    }
  }

  private static boolean changes(@Nullable Opinion before, Opinion now) {
    return before == null
        ? now.alarm() || now.state().filter(state -> state != VerdictState.UNKNOWN).isPresent()
        : before.alarm() != now.alarm() || !before.state().equals(now.state());
  }

  private String summary(Outcome outcome) {
    List<String> words = new ArrayList<>();
    if (outcome.leaking()) {
      words.add(outcome.found() ? "found" : "missed");
    }
    if (outcome.falseAlarm()) {
      words.add(at("false alarm", outcome.firstFalseMs()));
    }
    if (outcome.found() && outcome.leadFraction().isPresent()) {
      words.add("lead " + Numbers.share(outcome.leadFraction().getAsDouble()));
    }
    outcome.namedRight().ifPresent(right -> words.add(right ? "named right" : "not named right"));
    return words.isEmpty() ? "right to be silent" : String.join(", ", words);
  }

  private String told(Track track, Opinion opinion) {
    StringBuilder line = new StringBuilder("  %12s  ".formatted(since(opinion.timeMs())));
    if (played.jvms().size() > 1) {
      line.append(track.jvmId()).append("  ");
    }
    line.append(words(opinion.resource())).append(opinion.alarm() ? "  ALARM" : "  silent");
    opinion.state().ifPresent(state -> line.append("  ").append(words(state)));
    opinion.probability().ifPresent(p -> line.append("  p ").append(Numbers.share(p)));
    opinion.inflection().ifPresent(told -> line.append("  since ").append(interval(told)));
    opinion.exhaustion().ifPresent(told -> line.append("  until ").append(interval(told)));
    return line.toString();
  }

  private void reasons() {
    Verdicts verdicts = Verdicts.of(played.watched(), Long.MIN_VALUE, truth.exhaustedMs());
    for (JvmSpan span : played.jvms()) {
      verdicts.atEnd(span.jvmId()).ifPresent(verdict -> reasons(span, verdict));
    }
  }

  private void reasons(JvmSpan span, JvmVerdict said) {
    for (ResourceVerdict verdict : said.getResourcesList()) {
      if (verdict.getResource() == truth.resource()) {
        lines.add("");
        lines.add(
            "Heapcast on %s at %s: %s, %s"
                .formatted(
                    span.jvmId(),
                    since(said.getAsOfMs()),
                    words(verdict.getState()),
                    verdict.getJudgeability().getText()));
        verdict.getReasonsForList().forEach(reason -> reason("for", reason));
        verdict.getReasonsAgainstList().forEach(reason -> reason("against", reason));
        if (!verdict.getRefutedBy().isEmpty()) {
          lines.add("  refuted by  " + verdict.getRefutedBy());
        }
      }
    }
  }

  private void reason(String side, Reason reason) {
    lines.add("  %-10s  %s (%s)".formatted(side, reason.getText(), reason.getCode()));
  }

  private String interval(Interval told) {
    return "%s (%s to %s)"
        .formatted(since(told.midMs()), since(told.lowMs()), since(told.highMs()));
  }

  private String at(String what, OptionalLong timeMs) {
    return timeMs.isPresent() ? what + " at " + since(timeMs.getAsLong()) : "";
  }

  private String since(long timeMs) {
    long ms = timeMs - beginMs;
    return (ms < 0 ? "-" : "") + Human.duration(Duration.ofMillis(Math.abs(ms)));
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
