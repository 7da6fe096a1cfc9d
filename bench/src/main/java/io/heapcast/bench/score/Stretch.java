package io.heapcast.bench.score;

import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.run.JvmSpan;
import io.heapcast.bench.run.Track;
import io.heapcast.telemetry.v1.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An opinion and the time in which it was held, up to the next one or the last window. */
record Stretch(Opinion opinion, long fromMs, long untilMs) {

  /** The opinions of a track on one resource; none before the first. */
  static List<Stretch> of(Track track, JvmSpan span, Resource resource) {
    List<Opinion> opinions =
        track.opinions().stream().filter(opinion -> opinion.resource() == resource).toList();
    List<Stretch> stretches = new ArrayList<>(opinions.size());
    for (int i = 0; i < opinions.size(); i++) {
      long fromMs = opinions.get(i).timeMs();
      long untilMs = i + 1 < opinions.size() ? opinions.get(i + 1).timeMs() : span.lastMs();
      stretches.add(new Stretch(opinions.get(i), fromMs, Math.max(fromMs, untilMs)));
    }
    return stretches;
  }

  /** The opinion held at a time; absent: none yet, or the JVM was gone. */
  static Optional<Opinion> at(long timeMs, List<Stretch> stretches) {
    Optional<Opinion> held = Optional.empty();
    for (Stretch stretch : stretches) {
      if (stretch.fromMs <= timeMs && timeMs <= stretch.untilMs) {
        held = Optional.of(stretch.opinion);
      }
    }
    return held;
  }

  /** The part of it in a span of time, in ms; at least 0. */
  long within(long beginMs, long endMs) {
    return Math.max(0, Math.min(untilMs, endMs) - Math.max(fromMs, beginMs));
  }
}
