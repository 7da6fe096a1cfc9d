package io.heapcast.bench.report;

import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Part;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.report.ReportData.Contestant;
import io.heapcast.bench.report.ReportData.Estimates;
import io.heapcast.bench.report.ReportData.Facts;
import io.heapcast.bench.report.ReportData.Figure;
import io.heapcast.bench.report.ReportData.Forecasts;
import io.heapcast.bench.report.ReportData.Group;
import io.heapcast.bench.report.ReportData.Row;
import io.heapcast.bench.report.ReportData.Split;
import io.heapcast.telemetry.v1.Collector;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Made-up results that look like real ones: a page can be judged by them before there are any. */
final class SampleReport {

  private static final List<Collector> COLLECTORS =
      List.of(
          Collector.SERIAL,
          Collector.PARALLEL,
          Collector.G1,
          Collector.Z,
          Collector.Z_GENERATIONAL,
          Collector.SHENANDOAH);

  /** Name, share of leaks found, share of runs with false alarms, usual lead, tells times. */
  private record Habit(
      String name, String about, double finds, double wrong, double lead, boolean foretells) {}

  private static final List<Habit> HABITS =
      List.of(
          new Habit(
              "Heapcast", "Floors, shape of growth, two clocks; as released.", .93, .03, .72, true),
          new Habit(
              "heap > 80 %",
              "Used heap above 80 % of its limit, as in common alert rules.", .82, .78, .25, false),
          new Habit("heap > 90 %", "Used heap above 90 % of its limit.", .71, .55, .12, false),
          new Habit(
              "live set > 80 %",
              "Heap after a full collection above 80 % (JMX collection usage threshold).",
              .66,
              .17,
              .19,
              false),
          new Habit(
              "predict_linear 30 min → 4 h",
              "Prometheus: predict_linear(used[30m], 4*3600) above the limit.",
              .86,
              .88,
              .81,
              true),
          new Habit(
              "predict_linear 6 h → 24 h",
              "Prometheus: predict_linear(used[6h], 86400) above the limit.",
              .52,
              .41,
              .57,
              true),
          new Habit(
              "JMC live-set rule",
              "JDK Mission Control 9.1.2, rule LiveSetTrend at the end of the recording.",
              .34,
              .12,
              0,
              false),
          new Habit(
              "Mann–Kendall + Sen",
              "Trend of heap after collection, p < 0.01, window of 60.",
              .79,
              .44,
              .66,
              false),
          new Habit("CUSUM on heap", "Cumulated sum, k = 0.5 σ, h = 5 σ.", .74, .71, .7, false),
          new Habit(
              "survival ratio > 1.3",
              "Survivors of three collections in a row grow by 1.3.",
              .18,
              .09,
              .5,
              false),
          new Habit(
              "+15 % over three GCs",
              "Heap after collection rises by 15 % over three.", .61, .67, .74, false),
          new Habit(
              "dynamic P95 threshold",
              "Above the 95th percentile of the last day for 15 minutes.",
              .58,
              .62,
              .43,
              false));

  private final SplittableRandom random;
  private final int runsPerFamily;
  private final List<RunPoint> runs = new ArrayList<>();
  private final List<Exhibit> exhibits = new ArrayList<>();

  private SampleReport(long seed, int runsPerFamily) {
    this.random = new SplittableRandom(seed);
    this.runsPerFamily = runsPerFamily;
  }

  /** The same for the same arguments. */
  static ReportData of(long seed, int runsPerFamily) {
    return new SampleReport(seed, runsPerFamily).data();
  }

  private ReportData data() {
    Families.all().filter(family -> family.part() == Part.JUDGING).forEach(this::play);
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("Heapcast", "0.1.0");
    versions.put("JMC rules", "9.1.2");
    return new ReportData(
        new Facts(
            LocalDate.of(2026, 11, 21),
            42,
            "full",
            versions,
            "OpenJDK 17.0.15",
            "2 processors, 8 GiB",
            Duration.ofSeconds(4983),
            "bench/leakbench run --seed 42 --out report"),
        "Heapcast",
        HABITS.stream().map(habit -> new Contestant(habit.name(), habit.about())).toList(),
        group(
            "Judging families",
            "Runs of families that nothing was fitted to or chosen by.",
            run -> true),
        List.of(
            split(
                "By origin",
                "Simulated telemetry and recordings of real JVMs.",
                Tier.values(),
                RunPoint::tier),
            new Split(
                "By collector",
                "The garbage collector decides what can be seen of the live set.",
                COLLECTORS.stream()
                    .map(one -> group(Words.of(one), "", run -> run.collector() == one))
                    .toList()),
            new Split(
                "By family",
                "Leaking families have no precision of their own worth a name, healthy ones no recall.",
                runs.stream()
                    .map(RunPoint::family)
                    .distinct()
                    .map(one -> group(one.id(), one.what(), run -> run.family().equals(one)))
                    .toList())),
        runs,
        exhibits);
  }

  private <T extends Enum<T>> Split split(
      String title, String what, T[] values, java.util.function.Function<RunPoint, T> of) {
    List<Group> groups = new ArrayList<>();
    for (T value : values) {
      Group group =
          group(
              Words.capital(value.name().toLowerCase(java.util.Locale.ROOT)),
              "",
              run -> of.apply(run) == value);
      if (group.rows().get(0).leakingRuns() > 0) {
        groups.add(group);
      }
    }
    return new Split(title, what, groups);
  }

  private void play(Family family) {
    double difficulty = random.nextDouble();
    for (int i = 0; i < runsPerFamily; i++) {
      Collector collector = COLLECTORS.get(i % COLLECTORS.size());
      Tier tier = i % 4 == 3 ? Tier.REAL : Tier.SIMULATED;
      String id =
          "%s/%s/512m/flat/%d"
              .formatted(family.id(), collector.name().toLowerCase(java.util.Locale.ROOT), i);
      for (Habit habit : HABITS) {
        boolean found =
            family.leaking()
                && random.nextDouble() < StrictMath.pow(habit.finds(), .3 + 2 * difficulty);
        boolean wrong =
            random.nextDouble() < habit.wrong() * (family.leaking() ? .3 : .3 + difficulty);
        Label label =
            family.leaking()
                ? Label.LEAK
                : family.id().equals("slow-drift") ? Label.NOT_ACTIONABLE : Label.HEALTHY;
        double lead =
            found ? Math.min(1, Math.max(.001, habit.lead() + .3 * (random.nextDouble() - .5))) : 0;
        runs.add(
            new RunPoint(
                id,
                tier,
                family,
                collector,
                label,
                habit.name(),
                found,
                wrong,
                family.leaking() ? lead : Double.NaN));
        if (habit.name().equals("Heapcast")
            && label != Label.NOT_ACTIONABLE
            && (wrong || family.leaking() != found)) {
          exhibits.add(
              SampleExhibit.of(
                  random.split(),
                  id,
                  tier,
                  family,
                  collector,
                  family.leaking() && !found,
                  wrong,
                  HABITS.stream().map(Habit::name).toList()));
        }
      }
    }
  }

  private Group group(String title, String what, Predicate<RunPoint> which) {
    return new Group(
        title,
        what,
        HABITS.stream()
            .map(
                habit ->
                    row(
                        habit,
                        runs.stream()
                            .filter(which)
                            .filter(run -> run.contender().equals(habit.name()))
                            .toList()))
            .toList());
  }

  private Row row(Habit habit, List<RunPoint> of) {
    int leaking = (int) of.stream().filter(run -> run.label() == Label.LEAK).count();
    int healthy = (int) of.stream().filter(run -> run.label() == Label.HEALTHY).count();
    int found = (int) of.stream().filter(RunPoint::found).count();
    int wrong = (int) of.stream().filter(RunPoint::falseAlarm).count();
    double[] leads =
        of.stream()
            .mapToDouble(RunPoint::leadFraction)
            .filter(lead -> !Double.isNaN(lead))
            .sorted()
            .toArray();
    double median = leads.length == 0 ? Double.NaN : leads[leads.length / 2];
    double weeks = of.size() * .8;
    double precision = (double) found / (found + wrong);
    double recall = leaking == 0 ? Double.NaN : (double) found / leaking;
    double error = .01 + (1 - habit.finds()) * .6;
    return new Row(
        habit.name(),
        leaking,
        healthy,
        found,
        wrong,
        share(precision, found + wrong),
        share(recall, leaking),
        share(leaking == 0 ? Double.NaN : 2.0 * found / (found + wrong + leaking), leaking),
        new Figure(
            wrong / weeks,
            Math.max(0, wrong - 2 * StrictMath.sqrt(wrong)) / weeks,
            (wrong + 2 * StrictMath.sqrt(wrong) + 3) / weeks),
        weeks,
        median,
        leads.length == 0 ? Double.NaN : leads[leads.length / 10],
        median * 40,
        habit.foretells() && found > 0 ? new Estimates(error, .76, found, leaking) : Estimates.NONE,
        habit.foretells()
            ? List.of(
                forecasts(.25, 3 * error, leaking),
                forecasts(.5, 2 * error, leaking),
                forecasts(.75, error, leaking))
            : List.of(
                forecasts(.25, Double.NaN, leaking),
                forecasts(.5, Double.NaN, leaking),
                forecasts(.75, Double.NaN, leaking)),
        habit.name().equals("Heapcast") && healthy > 0 ? .64 : Double.NaN,
        habit.name().equals("Heapcast") ? 31 : 0,
        habit.name().equals("Heapcast") ? .071 : Double.NaN,
        habit.name().equals("Heapcast") ? .043 : Double.NaN,
        1 + 4 * habit.wrong(),
        habit.name().equals("Heapcast") ? 14.2 : .31);
  }

  private static Forecasts forecasts(double progress, double error, int asked) {
    boolean none = Double.isNaN(error) || asked == 0;
    return new Forecasts(
        progress,
        none
            ? new Estimates(Double.NaN, Double.NaN, 0, asked)
            : new Estimates(error, .55 + progress / 3, (int) (asked * progress), asked));
  }

  private static Figure share(double value, int count) {
    if (Double.isNaN(value) || count == 0) {
      return Figure.NONE;
    }
    double half = 2 * StrictMath.sqrt((value * (1 - value) + .01) / count);
    return new Figure(value, Math.max(0, value - half), Math.min(1, value + half));
  }
}
