package io.heapcast.bench.run;

import io.heapcast.bench.leak.Case;
import java.util.List;

/**
 * A case that was played to its end.
 *
 * @param jvms in the order of their first batch
 * @param tracks one per contender and JVM, in the order of contenders, then JVMs
 */
public record Played(Case watched, List<JvmSpan> jvms, List<Track> tracks, Curve curve) {

  public Played {
    jvms = List.copyOf(jvms);
    tracks = List.copyOf(tracks);
  }

  /** The tracks of one contender, in the order of JVMs. */
  public List<Track> tracksOf(String contender) {
    return tracks.stream().filter(track -> track.contender().equals(contender)).toList();
  }

  /**
   * How long a JVM was observed.
   *
   * @throws IllegalArgumentException when it is not one of this run
   */
  public JvmSpan span(String jvmId) {
    return jvms.stream()
        .filter(span -> span.jvmId().equals(jvmId))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no JVM " + jvmId));
  }
}
