package io.heapcast.detector.alert;

import io.heapcast.detector.v1.SeenInstance;
import io.heapcast.telemetry.v1.JvmVerdict;
import org.jspecify.annotations.Nullable;

/**
 * How long it is that the last member of an alert ended, told by every JVM in its own clock: no two
 * clocks need agree, and who spoke last is no clock for all.
 *
 * <p>The order in which verdicts come places the end between two verdicts of each other JVM. Where
 * the time that was told of it lies between them too, it stands. Where it does not, the clocks
 * differ, and the JVM counts from the later of the two: rather too short than too long.
 */
final class Quiet {

  private Quiet() {}

  /**
   * When a member ended, by the clock of another JVM; milliseconds.
   *
   * @param before what was known of that JVM when the member ended; null: nothing. Then it counts
   *     from its start, and if it says that it started before, from now
   * @param verdict its first since then
   * @param endedMs the end, by the member's clock
   */
  static long sinceMs(@Nullable SeenInstance before, JvmVerdict verdict, long endedMs) {
    long asOfMs = verdict.getAsOfMs();
    if (before == null) {
      long startMs = verdict.getInfo().getStartTimeMs();
      return startMs < endedMs ? asOfMs : Math.min(asOfMs, startMs);
    }
    return before.getAsOfMs() <= endedMs && endedMs <= asOfMs ? endedMs : asOfMs;
  }

  /** For so many milliseconds it has been quiet as far as this JVM knows; 0: it does not know. */
  static long ofMs(SeenInstance seen) {
    return seen.hasQuietSinceMs() ? seen.getAsOfMs() - seen.getQuietSinceMs() : 0;
  }

  /** For so many milliseconds as more than half of the JVMs agree upon, or both of two. */
  static long ofMost(Instances instances) {
    long[] quietMs =
        instances.which(seen -> true).stream().mapToLong(Quiet::ofMs).sorted().toArray();
    return quietMs.length == 0 ? 0 : quietMs[(quietMs.length - 1) / 2];
  }
}
