package io.heapcast.bench.report;

import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What part of each family's runs each contender found, or raised false alarms in. */
final class FamilyShares {

  private final List<Family> families = new ArrayList<>();
  private final Map<String, Map<String, Count>> counts = new HashMap<>();

  FamilyShares(List<RunPoint> runs) {
    for (RunPoint run : runs) {
      Map<String, Count> ofFamily = counts.get(run.family().id());
      if (ofFamily == null) {
        families.add(run.family());
        ofFamily = new HashMap<>();
        counts.put(run.family().id(), ofFamily);
      }
      ofFamily.merge(run.contender(), Count.of(run), Count::plus);
    }
  }

  /**
   * Runs of one family and one contender.
   *
   * @param notActionable runs that are listed only
   */
  record Count(int runs, int leaking, int found, int falseAlarms, int notActionable) {

    static final Count NONE = new Count(0, 0, 0, 0, 0);

    static Count of(RunPoint run) {
      return new Count(
          1,
          run.label() == Label.LEAK ? 1 : 0,
          run.found() ? 1 : 0,
          run.falseAlarm() ? 1 : 0,
          run.label() == Label.NOT_ACTIONABLE ? 1 : 0);
    }

    Count plus(Count other) {
      return new Count(
          runs + other.runs,
          leaking + other.leaking,
          found + other.found,
          falseAlarms + other.falseAlarms,
          notActionable + other.notActionable);
    }

    /** NaN: no run leaks. */
    double foundShare() {
      return leaking == 0 ? Double.NaN : (double) found / leaking;
    }

    /** NaN: there are no runs. */
    double falseAlarmShare() {
      return runs == 0 ? Double.NaN : (double) falseAlarms / runs;
    }
  }

  /** Families in the order in which their first run came. */
  List<Family> families(boolean leaking) {
    return families.stream().filter(family -> family.leaking() == leaking).toList();
  }

  Count of(Family family, String contender) {
    return counts.getOrDefault(family.id(), Map.of()).getOrDefault(contender, Count.NONE);
  }

  /** The most runs that any contender had in a family. */
  int runs(Family family) {
    return counts.getOrDefault(family.id(), Map.of()).values().stream()
        .mapToInt(Count::runs)
        .max()
        .orElse(0);
  }

  /** Leaking families of which less than that part was found, the worst first. */
  List<Family> foundLessThan(double share, String contender) {
    return families(true).stream()
        .filter(family -> of(family, contender).foundShare() < share)
        .sorted(Comparator.comparingDouble(family -> of(family, contender).foundShare()))
        .toList();
  }

  /** Families with false alarms, the worst first. */
  List<Family> withFalseAlarms(String contender) {
    return families.stream()
        .filter(family -> of(family, contender).notActionable() == 0)
        .filter(family -> of(family, contender).falseAlarmShare() > 0)
        .sorted(Comparator.comparingDouble(family -> -of(family, contender).falseAlarmShare()))
        .toList();
  }
}
