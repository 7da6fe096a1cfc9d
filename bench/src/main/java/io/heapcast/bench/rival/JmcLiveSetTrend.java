package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Watch;
import java.util.Optional;

/**
 * JDK Mission Control's rule <em>Heap Live Set Trend</em>, by its own artifact ({@code
 * org.openjdk.jmc:flightrecorder.rules.jdk} 9.1.2) with its default preferences, at the end of the
 * recording: JMC judges recordings, not streams. An alarm is its severity WARNING, which {@code
 * Severity.get} gives from score 75 on; INFO (25 to 75) is none. Where the rule says NA (too few
 * events, or events it needs are missing, as in recordings of ZGC and Shenandoah) it has no
 * opinion; in a leaking run that counts as a miss, since nobody is told of the leak.
 *
 * <p>The rule's result for a case's own recording stands in the attributes {@code jmc.severity} or
 * {@code jmc.score}, where whoever made the case had one. Without them the windows are written as a
 * recording ({@link JmcRecording}) that the same rule then judges.
 */
final class JmcLiveSetTrend implements Contender {

  /** Lowest score of the severity WARNING. */
  private static final double WARNING = 75;

  @Override
  public String name() {
    return "JMC live set";
  }

  @Override
  public String about() {
    return "JDK Mission Control's rule Heap Live Set Trend at the end of the recording, severity"
        + " WARNING (flightrecorder.rules.jdk 9.1.2); where it says NA, as for recordings of ZGC and"
        + " Shenandoah, it has no opinion, which counts as a miss: nobody is told of the leak.";
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    return told(watched)
        .map(severity -> new JmcWatch(() -> severity))
        .orElseGet(JmcWatch::ofWindows);
  }

  private static Optional<String> told(Case watched) {
    String severity = watched.attributes().get("jmc.severity");
    if (severity != null) {
      return Optional.of(severity);
    }
    String score = watched.attributes().getOrDefault("jmc.score", "n/a");
    return score.equals("n/a")
        ? Optional.empty()
        : Optional.of(Double.parseDouble(score) >= WARNING ? "WARNING" : "INFO");
  }
}
