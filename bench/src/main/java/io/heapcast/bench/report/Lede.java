package io.heapcast.bench.report;

import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.report.ReportData.Facts;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured, in a few sentences. */
final class Lede {

  private final ReportData data;
  private final List<RunPoint> runs;

  Lede(ReportData data, Ranking ranking) {
    this.data = data;
    String one =
        ranking.subjectRow().isPresent()
            ? ranking.subject()
            : data.runs().stream().map(RunPoint::contender).findFirst().orElse("");
    this.runs =
        data.runs().stream()
            .filter(run -> run.contender().equals(one) && run.label() != Label.NOT_ACTIONABLE)
            .toList();
  }

  /** The line above the headline. */
  static String kicker(Facts facts) {
    return "LeakBench · %s · %s scale · seed %s"
        .formatted(facts.date(), facts.scale(), facts.seed());
  }

  String text() {
    long leaking = runs.stream().filter(run -> run.label() == Label.LEAK).count();
    return "%s watched %s of Java programs as if live: %s with a leak, %s healthy%s (%s; %s; %s). All saw the same data in the same order and knew nothing of the future. An alarm before the first leaking allocation counts as false."
        .formatted(
            Numbers.count(data.contenders().size(), "leak detector", "leak detectors"),
            Numbers.count(runs.size(), "run", "runs"),
            Numbers.count(leaking),
            Numbers.count(runs.size() - leaking),
            runs.stream().allMatch(run -> run.tier() == Tier.YOURS) ? "" : " but meant to mislead",
            tiers(),
            Numbers.count(
                runs.stream().map(run -> run.family().id()).distinct().count(),
                "family of behaviour",
                "families of behaviour"),
            Numbers.count(
                runs.stream().map(RunPoint::collector).distinct().count(),
                "garbage collector",
                "garbage collectors"));
  }

  private String tiers() {
    Map<Tier, Integer> counts = new EnumMap<>(Tier.class);
    runs.forEach(run -> counts.merge(run.tier(), 1, Integer::sum));
    return Words.list(
        counts.entrySet().stream()
            .map(entry -> Numbers.count(entry.getValue()) + " " + origin(entry.getKey()))
            .toList());
  }

  private static String origin(Tier tier) {
    return switch (tier) {
      case SIMULATED -> "simulated";
      case REAL -> "recorded from real JVMs";
      case YOURS -> "from your own recordings";
    };
  }
}
