package io.heapcast.bench.fit;

import io.heapcast.bench.Home;
import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Part;
import io.heapcast.bench.real.RealCases;
import io.heapcast.bench.run.CasePlayer;
import io.heapcast.bench.run.Playlist;
import io.heapcast.bench.run.RunProgress;
import io.heapcast.bench.simulate.Scale;
import io.heapcast.bench.simulate.Simulations;
import io.heapcast.cli.Terminal;
import io.heapcast.telemetry.v1.JvmWindow;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Training and tuning families, never judging ones, played for what the detector reads. */
final class LearningRuns {

  private LearningRuns() {}

  /**
   * All readings, in one order whatever the threads do.
   *
   * @param seeds of the simulated runs
   * @param seen what the detector sees of a window
   */
  static List<FeatureRow> features(List<Long> seeds, UnaryOperator<JvmWindow> seen) {
    FeatureContender features = new FeatureContender(seen);
    RunProgress progress =
        new RunProgress(System.err, Terminal.interactive(), InstantSource.system());
    new Playlist(
            new CasePlayer(List.of(features)), Runtime.getRuntime().availableProcessors(), progress)
        .play(cases(seeds), played -> 0);
    List<FeatureRow> rows = new ArrayList<>(features.rows());
    rows.sort(Comparator.comparing(FeatureRow::run).thenComparing(FeatureRow::resource));
    return rows;
  }

  private static List<Case> cases(List<Long> seeds) {
    Stream<Case> simulated = seeds.stream().flatMap(seed -> Simulations.cases(seed, Scale.QUICK));
    return Stream.concat(simulated, RealCases.cases(Home.directory().resolve("real")))
        .filter(one -> one.family().part() != Part.JUDGING)
        .toList();
  }
}
