package io.heapcast.bench.run;

import io.heapcast.bench.leak.Opinion;
import io.heapcast.telemetry.v1.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Keeps of a contender's opinions those that say something new of their resource. */
final class OpinionLog {

  private final List<Opinion> kept = new ArrayList<>();
  private final Map<Resource, Opinion> last = new EnumMap<>(Resource.class);

  void add(Opinion opinion) {
    Opinion before = last.get(opinion.resource());
    if (before == null || !saysTheSame(before, opinion)) {
      kept.add(opinion);
      last.put(opinion.resource(), opinion);
    }
  }

  List<Opinion> kept() {
    return kept;
  }

  private static boolean saysTheSame(Opinion one, Opinion other) {
    return one.alarm() == other.alarm()
        && one.state().equals(other.state())
        && one.probability().equals(other.probability())
        && one.inflection().equals(other.inflection())
        && one.exhaustion().equals(other.exhaustion());
  }
}
