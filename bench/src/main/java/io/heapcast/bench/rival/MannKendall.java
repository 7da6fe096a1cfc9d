package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Watch;
import java.util.function.Supplier;

/**
 * Mann–Kendall's test for a trend in heap use after collections of any kind, two-sided p < 0.01 and
 * rising, asked again at every new value; Sen's slope then foretells when the limit is reached. The
 * classical test for software aging (Garg, van Moorsel, Vaidyanathan, Trivedi: A Methodology for
 * Detection and Estimation of Software Aging, ISSRE 1998; its false alarms: Machida, Andrzejak,
 * Matias, Vicente: On the Effectiveness of Mann-Kendall Test for Detection of Software Aging, WoSAR
 * 2013).
 *
 * <p>Once on the last 30 values; once on hourly medians, at least 10 (below, the normal
 * approximation does not hold: Gilbert 16.4) and at most the last 24 of them.
 */
final class MannKendall implements Contender {

  private final String name;
  private final String series;
  private final Supplier<Watch> watches;

  private MannKendall(String name, String series, Supplier<Watch> watches) {
    this.name = name;
    this.series = series;
    this.watches = watches;
  }

  static MannKendall collections() {
    return new MannKendall(
        "Mann-Kendall 30 GCs",
        "the last 30 values of post-GC heap use",
        () -> new MannKendallWatch(30, 30, MannKendallWatch.Sampling.COLLECTIONS));
  }

  static MannKendall hours() {
    return new MannKendall(
        "Mann-Kendall hourly",
        "the last 10 to 24 hourly medians of post-GC heap use",
        () -> new MannKendallWatch(24, 10, MannKendallWatch.Sampling.HOURLY_MEDIANS));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String about() {
    return "A rising trend, p < 0.01, in %s; Sen's slope for the end (Garg et al. 1998)."
        .formatted(series);
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    return watches.get();
  }
}
