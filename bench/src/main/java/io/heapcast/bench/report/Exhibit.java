package io.heapcast.bench.report;

import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.leak.Truth;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A run in which the subject was wrong, with what a person needs to see why. Times are milliseconds
 * since the epoch in the run's event time; a value that is absent is NaN.
 *
 * @param missed whether a leak was not found
 * @param falseAlarm whether any alarm was false; a run may be both
 * @param shown the resource that curve and knots are of
 * @param attributes as in the case; shown by name, whatever their order
 * @param curve by JVM, then time
 * @param knots floors that the subject judged, by JVM, then time
 * @param alarms of all contenders on the resource shown and on others, in the order of the table
 * @param verdicts the subject's own words, in the order of the page
 */
public record Exhibit(
    String caseId,
    Tier tier,
    Family family,
    Collector collector,
    boolean missed,
    boolean falseAlarm,
    Resource shown,
    Map<String, String> attributes,
    Truth truth,
    List<Point> curve,
    List<Knot> knots,
    List<AlarmSpan> alarms,
    List<Verdict> verdicts) {

  public Exhibit {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    curve = List.copyOf(curve);
    knots = List.copyOf(knots);
    alarms = List.copyOf(alarms);
    verdicts = List.copyOf(verdicts);
  }

  /**
   * A span of time of one JVM; bytes, or threads where threads are shown.
   *
   * @param jvm which JVM of the run, from 0
   * @param level heap: the least use after a young collection; other resources: the value
   * @param cleaned heap: the least use after a collection that looked at more than the young
   *     generation
   * @param limit what the level must not reach
   */
  public record Point(int jvm, long timeMs, double level, double cleaned, double limit) {}

  /**
   * A floor that was judged.
   *
   * @param quality 1: upper bound (young collections only), 2: concurrent or mixed cleaning, 3:
   *     full collection
   * @param fit value of the fitted trend here
   */
  public record Knot(int jvm, long timeMs, double value, int quality, double fit) {}

  /**
   * An alarm that stood.
   *
   * @param fromMs when it was raised
   * @param untilMs when it was taken back, or when the JVM was observed no more
   * @param wrong whether it counts as a false alarm
   */
  public record AlarmSpan(
      String contender, Resource resource, long fromMs, long untilMs, boolean wrong) {}

  /**
   * What the subject said of the resource shown.
   *
   * @param occasion such as "When the alarm was raised" or "At the end"
   * @param jvm which JVM of the run, from 0
   * @param atMs when it said so
   * @param probability of a leak, 0 to 1
   * @param text how judgeable it was, what would refute it; may be empty
   * @param inflection begin of the growth as it was told, 80 % interval
   * @param exhaustion as it was foretold, 80 % interval
   */
  public record Verdict(
      String occasion,
      int jvm,
      long atMs,
      VerdictState state,
      double probability,
      String text,
      List<Reason> reasonsFor,
      List<Reason> reasonsAgainst,
      Optional<Told> inflection,
      Optional<Told> exhaustion) {

    public Verdict {
      reasonsFor = List.copyOf(reasonsFor);
      reasonsAgainst = List.copyOf(reasonsAgainst);
    }
  }

  /** A reason with its stable code. */
  public record Reason(String code, String text) {}

  /** A time that was told, with its 10 % and 90 % quantiles. */
  public record Told(long lowMs, long midMs, long highMs) {}
}
