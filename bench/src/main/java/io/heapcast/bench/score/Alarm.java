package io.heapcast.bench.score;

import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.run.JvmSpan;
import io.heapcast.bench.run.Track;
import io.heapcast.telemetry.v1.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * An alarm of one contender on one resource of one JVM, from the opinion that raised it until the
 * one that resolved it, or until the JVM was observed no more.
 *
 * @param raisedBy the opinion that raised it
 * @param standsUntilMs at least the time at which it was raised
 * @param resolved whether the contender took it back itself
 */
public record Alarm(String jvmId, Opinion raisedBy, long standsUntilMs, boolean resolved) {

  /** All alarms of a track, resources mixed, in the order in which they were raised. */
  static List<Alarm> of(Track track, JvmSpan span) {
    List<Alarm> alarms = new ArrayList<>();
    Map<Resource, Integer> standing = new EnumMap<>(Resource.class);
    for (Opinion opinion : track.opinions()) {
      Integer at = standing.get(opinion.resource());
      if (opinion.alarm() && at == null) {
        standing.put(opinion.resource(), alarms.size());
        alarms.add(ended(track, opinion, span.lastMs(), false));
      } else if (!opinion.alarm() && at != null) {
        standing.remove(opinion.resource());
        alarms.set(at, ended(track, alarms.get(at).raisedBy(), opinion.timeMs(), true));
      }
    }
    return alarms;
  }

  /** Event time. */
  public long raisedMs() {
    return raisedBy.timeMs();
  }

  /** That it is on. */
  public Resource resource() {
    return raisedBy.resource();
  }

  /** Raising counts, and so does taking back; that a JVM ends does not. */
  int transitions() {
    return resolved ? 2 : 1;
  }

  private static Alarm ended(Track track, Opinion raise, long untilMs, boolean resolved) {
    return new Alarm(track.jvmId(), raise, Math.max(untilMs, raise.timeMs()), resolved);
  }
}
