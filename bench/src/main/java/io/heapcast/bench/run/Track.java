package io.heapcast.bench.run;

import io.heapcast.bench.leak.Opinion;
import java.util.List;

/**
 * What one contender thought of one JVM.
 *
 * @param contender its name
 * @param opinions in the order in which it came to them; one that only repeats the last of its
 *     resource is left out
 * @param cpuNanos CPU time that it took for all windows of this JVM
 */
public record Track(String contender, String jvmId, List<Opinion> opinions, long cpuNanos) {

  public Track {
    opinions = List.copyOf(opinions);
  }
}
