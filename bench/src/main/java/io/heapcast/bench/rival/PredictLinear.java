package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Watch;
import java.time.Duration;

/**
 * Prometheus' {@code predict_linear}: the least-squares line through the last samples of heap use
 * after collections of any kind crosses the limit within the horizon.
 *
 * <p>30 min → 4 h, for 5 min: the form of <em>Reduce Noise From Disk Space Alerts</em> (Robust
 * Perception: {@code DiskWillFillIn4Hours}, horizon 4 h, for 5 min). 6 h → 24 h, for 1 h: {@code
 * NodeFilesystemSpaceFillingUp} of the node-exporter mixin ({@code docs/node-mixin/alerts} of
 * prometheus/node_exporter, severity warning) with its guard: less than 40 % free ({@code
 * fsSpaceFillingUpWarningThreshold}) and predicted to end; here, post-GC use above 60 % of the
 * limit. {@code DiskWillFillIn4Hours} has no such guard. Like Prometheus it asks for two samples in
 * the range, not for a range that is full.
 */
final class PredictLinear implements Contender {

  /** A sample each window. */
  private static final double STEP_S = 10;

  private final Duration range;
  private final Duration horizon;
  private final Duration hold;

  /** Share of the limit below which nothing fires; 0: no guard. */
  private final double leastShare;

  private final String source;

  private PredictLinear(
      Duration range, Duration horizon, Duration hold, double leastShare, String source) {
    this.range = range;
    this.horizon = horizon;
    this.hold = hold;
    this.leastShare = leastShare;
    this.source = source;
  }

  static PredictLinear fourHours() {
    return new PredictLinear(
        Duration.ofMinutes(30),
        Duration.ofHours(4),
        Duration.ofMinutes(5),
        0,
        "Robust Perception, DiskWillFillIn4Hours");
  }

  static PredictLinear day() {
    return new PredictLinear(
        Duration.ofHours(6),
        Duration.ofHours(24),
        Duration.ofHours(1),
        0.6,
        "node-exporter mixin, NodeFilesystemSpaceFillingUp with its guard of 40 % free");
  }

  @Override
  public String name() {
    return "predict_linear %s-%s".formatted(shortly(range), shortly(horizon));
  }

  @Override
  public String about() {
    return "The line through the last %s of post-GC heap use crosses the limit within %s%s, for %s (%s)."
        .formatted(words(range), words(horizon), guard(), words(hold), source);
  }

  private String guard() {
    return leastShare == 0
        ? ""
        : " and that use is above %.0f %% of the limit".formatted(100 * leastShare);
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    SlidingLine line = new SlidingLine((double) range.toSeconds(), STEP_S);
    return new RuleWatch(gauges -> crosses(line, gauges), hold);
  }

  private boolean crosses(SlidingLine line, Gauges gauges) {
    if (Double.isNaN(gauges.afterBytes())) {
      return false;
    }
    line.add(gauges.timeMs() / 1_000.0, gauges.afterBytes());
    return gauges.afterBytes() > leastShare * gauges.limitBytes()
        && line.predict((double) horizon.toSeconds()) > gauges.limitBytes();
  }

  /** As in PromQL. */
  private static String shortly(Duration duration) {
    return words(duration).replace(" ", "").replace("min", "m");
  }

  private static String words(Duration duration) {
    return duration.toMinutes() % 60 == 0
        ? duration.toHours() + " h"
        : duration.toMinutes() + " min";
  }
}
