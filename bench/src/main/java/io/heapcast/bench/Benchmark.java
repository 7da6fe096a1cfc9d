package io.heapcast.bench;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Part;
import io.heapcast.bench.report.Exhibit;
import io.heapcast.bench.rival.Heapcast;
import io.heapcast.bench.run.CasePlayer;
import io.heapcast.bench.run.Played;
import io.heapcast.bench.run.Playlist;
import io.heapcast.bench.run.RunProgress;
import io.heapcast.bench.score.Outcome;
import io.heapcast.bench.score.Results;
import io.heapcast.bench.score.Scoring;
import java.util.List;
import java.util.Optional;

/** Plays cases before contenders and scores them. */
final class Benchmark {

  /** Whose misses and false alarms are shown one by one. */
  static final String SUBJECT = Heapcast.NAME;

  private final List<Contender> contenders;
  private final long seed;
  private final int threads;
  private final RunProgress progress;

  Benchmark(List<Contender> contenders, long seed, int threads, RunProgress progress) {
    this.contenders = List.copyOf(contenders);
    this.seed = seed;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @throws io.heapcast.telemetry.UserError when a case cannot be played
   */
  Findings run(List<Case> cases) {
    boolean judging = cases.stream().anyMatch(one -> one.family().part() == Part.JUDGING);
    List<Digest> digests =
        new Playlist(new CasePlayer(contenders), threads, progress)
            .play(cases, played -> digest(played, judging));
    return new Findings(
        new Results(
            names(), digests.stream().flatMap(digest -> digest.outcomes.stream()).toList(), seed),
        digests.stream().flatMap(digest -> digest.exhibit.stream()).toList());
  }

  private Digest digest(Played played, boolean judging) {
    List<Outcome> outcomes = names().stream().map(name -> Scoring.of(played, name)).toList();
    boolean shown = !judging || played.watched().family().part() == Part.JUDGING;
    Optional<Exhibit> exhibit =
        outcomes.stream()
            .filter(outcome -> shown && outcome.contender().equals(SUBJECT))
            .findFirst()
            .flatMap(outcome -> new Exhibits(names()).of(played, outcome));
    return new Digest(outcomes, exhibit);
  }

  private List<String> names() {
    return contenders.stream().map(Contender::name).toList();
  }

  /**
   * What came out.
   *
   * @param exhibits misses and false alarms of the subject among the runs of the headline
   */
  record Findings(Results results, List<Exhibit> exhibits) {}

  private record Digest(List<Outcome> outcomes, Optional<Exhibit> exhibit) {}
}
