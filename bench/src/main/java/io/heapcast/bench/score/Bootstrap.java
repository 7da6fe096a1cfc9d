package io.heapcast.bench.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Intervals of the macro figures by the bootstrap in two stages: families are drawn with
 * replacement (leaking and healthy ones apart, as many as there are), then the runs of each. So the
 * interval tells how the figures would move with other families, not only with other seeds.
 */
final class Bootstrap {

  private static final int ROUNDS = 1000;

  private Bootstrap() {}

  /** Macro figures; the same for the same outcomes and seed. */
  static Detection detection(List<Outcome> outcomes, long seed) {
    List<Runs> leaking = runs(outcomes, true);
    List<Runs> healthy = runs(outcomes, false);
    double truePositives = leaking.stream().mapToDouble(Runs::foundShare).sum();
    double falsePositives =
        leaking.stream().mapToDouble(Runs::falseShare).sum()
            + healthy.stream().mapToDouble(Runs::falseShare).sum();
    double[] precision = new double[ROUNDS];
    double[] recall = new double[ROUNDS];
    double[] f1 = new double[ROUNDS];
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      double[] sums = new double[2];
      draw(leaking, random, sums);
      draw(healthy, random, sums);
      precision[round] = Detection.precision(sums[0], sums[1]);
      recall[round] = leaking.isEmpty() ? Double.NaN : sums[0] / leaking.size();
      f1[round] = Detection.f1(sums[0], sums[1], leaking.size());
    }
    return new Detection(
        interval(Detection.precision(truePositives, falsePositives), precision),
        interval(leaking.isEmpty() ? Double.NaN : truePositives / leaking.size(), recall),
        interval(Detection.f1(truePositives, falsePositives, leaking.size()), f1));
  }

  private static void draw(List<Runs> families, SplittableRandom random, double[] sums) {
    for (int i = 0; i < families.size(); i++) {
      Runs family = families.get(random.nextInt(families.size()));
      int found = 0;
      int falseAlarms = 0;
      int runs = family.found().length;
      for (int run = 0; run < runs; run++) {
        int drawn = random.nextInt(runs);
        found += family.found()[drawn] ? 1 : 0;
        falseAlarms += family.falseAlarm()[drawn] ? 1 : 0;
      }
      sums[0] += (double) found / runs;
      sums[1] += (double) falseAlarms / runs;
    }
  }

  private static Interval95 interval(double value, double[] drawn) {
    double[] sorted = Arrays.stream(drawn).filter(x -> !Double.isNaN(x)).sorted().toArray();
    if (Double.isNaN(value) || sorted.length == 0) {
      return Interval95.NONE;
    }
    int last = sorted.length - 1;
    double low = sorted[(int) Math.round(0.025 * last)];
    double high = sorted[(int) Math.round(0.975 * last)];
    return new Interval95(value, Math.min(value, low), Math.max(value, high));
  }

  private static List<Runs> runs(List<Outcome> outcomes, boolean leaking) {
    Map<String, List<Outcome>> byFamily = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      if (outcome.leaking() == leaking) {
        byFamily.computeIfAbsent(outcome.family().id(), id -> new ArrayList<>()).add(outcome);
      }
    }
    return byFamily.values().stream().map(Runs::of).toList();
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Runs(boolean[] found, boolean[] falseAlarm) {

    static Runs of(List<Outcome> outcomes) {
      Runs runs = new Runs(new boolean[outcomes.size()], new boolean[outcomes.size()]);
      for (int i = 0; i < outcomes.size(); i++) {
        runs.found[i] = outcomes.get(i).found();
        runs.falseAlarm[i] = outcomes.get(i).falseAlarm();
      }
      return runs;
    }

    double foundShare() {
      return share(found);
    }

    double falseShare() {
      return share(falseAlarm);
    }

    private static double share(boolean[] hits) {
      int count = 0;
      for (boolean hit : hits) {
        count += hit ? 1 : 0;
      }
      return (double) count / hits.length;
    }
  }
}
