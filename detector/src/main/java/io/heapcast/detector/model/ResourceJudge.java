package io.heapcast.detector.model;

import io.heapcast.detector.v1.ResourceState;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges one resource whenever there is a new observation, and decides when to say so.
 *
 * <p>Every scale of the {@link History} is read when it has grown by one knot: the finest at each
 * observation, the next at every second, and so on, so that all scales together cost two readings
 * per observation at most. A leak is concluded when one scale gives a probability of at least
 * {@link #LEAK} ({@link #UNTESTED_LEAK} of upper bounds) {@link #SUCCESSIVE} times in a row, or of
 * {@link #SURE} once, or did so whatever preceded the rise and the resource is nearly full now;
 * suspected from {@link #SUSPECTED} on. It is withdrawn when the level falls back to what it was
 * before, or when no scale sees it any more.
 */
final class ResourceJudge {

  static final double SUSPECTED = 0.5;
  static final double LEAK = 0.87;

  /** Of floors that cleanings have shown: one reading of so much says it alone. */
  static final double SURE = 0.955;

  /** For upper bounds: no old collection has tested them. */
  static final double UNTESTED_LEAK = 0.94;

  private static final double LOW = 0.3;

  private static final int SUCCESSIVE = 2;
  private static final int SUCCESSIVE_LOW = 3;

  /** Less growth than this share of the limit is not read at all. */
  static final double LEAST_GROWTH = 0.05;

  /** A level below that at inflection plus this share of the growth refutes a leak. */
  private static final double FALLEN_BACK = 0.3;

  /** Near the limit every curve bends: there a low probability withdraws nothing. */
  private static final double NEAR_LIMIT = 0.85;

  private final ResourceState.Builder state;
  private final Score score;

  ResourceJudge(ResourceState state, Score score) {
    this.state = state.toBuilder();
    this.score = score;
    while (this.state.getProbabilitiesCount() < History.TIERS) {
      this.state.addProbabilities(0);
    }
    while (this.state.getHighsCount() < History.TIERS) {
      this.state.addHighs(0);
    }
    while (this.state.getSuspectsCount() < History.TIERS) {
      this.state.addSuspects(0);
    }
    while (this.state.getPostponedCount() < History.TIERS) {
      this.state.addPostponed(0);
    }
    if (state.getState() == VerdictState.VERDICT_STATE_UNSPECIFIED) {
      this.state.setState(VerdictState.UNKNOWN).setCalm(VerdictState.UNKNOWN);
    }
  }

  ResourceState toState() {
    return state.build();
  }

  ResourceState.Builder state() {
    return state;
  }

  VerdictState current() {
    return state.getState();
  }

  /** Begins to read another series: what was held of the old one is no evidence. */
  void restart() {
    state.setJudgedCount(0);
    forgetReadings();
  }

  /** What the scales held is refuted: a coarse one would repeat it until it is read again. */
  private void forgetReadings() {
    for (int scale = 0; scale < History.TIERS; scale++) {
      state
          .setProbabilities(scale, 0)
          .setHighs(scale, 0)
          .setSuspects(scale, 0)
          .setPostponed(scale, 0);
    }
  }

  /** The highest probability that any scale holds. */
  double probability() {
    double most = 0;
    for (float probability : state.getProbabilitiesList()) {
      most = Math.max(most, probability);
    }
    return most;
  }

  /**
   * Reads what is due.
   *
   * @param count observations so far, the open one included
   * @return whether anything was read
   */
  boolean update(Series series, Reading.Context context, long count, long nowMs, FeatureSink sink) {
    if (count == state.getJudgedCount()) {
      return false;
    }
    long before = state.getJudgedCount();
    state.setJudgedCount(count);
    int scales = series.history().scales();
    boolean read = false;
    for (int scale = 0; scale < scales; scale++) {
      if (before >> scale != count >> scale) {
        read |= read(series, context, scale, nowMs, sink);
      }
    }
    int whole = Math.max(0, scales - 2);
    decide(series, context, nowMs, before >> whole != count >> whole);
    return read;
  }

  /** The reading at a scale as of now; null where there is too little to read. */
  static @Nullable Reading readingAt(Series series, Reading.Context context, int scale) {
    List<Floor> knots = series.view(scale);
    return knots.size() < Reading.LEAST_KNOTS ? null : Reading.of(knots, scale, context);
  }

  private boolean read(
      Series series, Reading.Context context, int scale, long nowMs, FeatureSink sink) {
    List<Floor> knots = series.view(scale);
    double alarm = series.kind() == Feature.HEAP_UNTESTED ? UNTESTED_LEAK : LEAK;
    double probability = 0;
    boolean read = false;
    double unguarded = 0;
    boolean full = false;
    if (knots.size() >= Reading.LEAST_KNOTS && grew(knots, context.limit())) {
      Reading reading = Reading.of(knots, scale, context);
      if (reading.growth() >= LEAST_GROWTH * context.limit()) {
        double scored = score.probability(reading.features());
        boolean concluded = state.getState() == VerdictState.LEAK;
        boolean suspected = state.getSuspects(scale) > 0;
        probability = Math.min(scored, Guards.most(reading, context, concluded, suspected));
        unguarded = Math.min(scored, Guards.mostOnceFull(reading, context));
        full = Guards.nearlyFull(reading, context) && Guards.mostOnceFull(reading, context) == 1;
        sink.read(
            series.resource(),
            nowMs,
            reading.features(),
            series.bound() ? Exhaustion.plainSeconds(reading, context, nowMs) : Double.NaN);
      }
      read = true;
    }
    boolean due = postponed(scale) >= SUCCESSIVE && full;
    if (due) {
      probability = Math.max(probability, alarm);
    }
    postpone(scale, unguarded >= alarm, !nearLimit(series));
    state.setProbabilities(scale, (float) probability);
    boolean sure = series.kind() != Feature.HEAP_UNTESTED && probability >= SURE;
    int weight = sure || due ? SUCCESSIVE : 1;
    state.setHighs(scale, probability >= alarm ? state.getHighs(scale) + weight : 0);
    state.setSuspects(scale, probability >= SUSPECTED ? state.getSuspects(scale) + 1 : 0);
    return read;
  }

  /**
   * Remembers a rise that would be concluded whatever preceded it, to conclude it once the resource
   * is nearly full. There each curve bends, and a low score takes nothing of that back.
   */
  private void postpone(int scale, boolean high, boolean refutable) {
    if (high) {
      state.setPostponed(scale, state.getPostponed(scale) + 1);
    } else if (refutable) {
      state.setPostponed(scale, 0);
    }
  }

  /** How often in a row it was remembered at this scale, or at a finer one that it outgrew. */
  private int postponed(int scale) {
    int most = 0;
    for (int i = 0; i <= scale; i++) {
      most = Math.max(most, state.getPostponed(i));
    }
    return most;
  }

  /** Cheap: whether the last knots stand above the lowest at all. */
  static boolean grew(List<Floor> knots, double limit) {
    double lowest = Double.POSITIVE_INFINITY;
    for (Floor knot : knots) {
      lowest = Math.min(lowest, knot.bytes());
    }
    return knots.get(knots.size() - 1).bytes() - lowest >= LEAST_GROWTH * limit;
  }

  private static boolean nearLimit(Series series) {
    return series.bound() && series.level() >= NEAR_LIMIT * series.limit();
  }

  private void decide(Series series, Reading.Context context, long nowMs, boolean rename) {
    int best = 0;
    boolean leak = false;
    boolean suspected = false;
    double most = 0;
    for (int scale = 0; scale < History.TIERS; scale++) {
      double probability = state.getProbabilities(scale);
      if (probability > most) {
        most = probability;
        best = scale;
      }
      leak |= state.getHighs(scale) >= SUCCESSIVE;
      suspected |= state.getSuspects(scale) >= SUCCESSIVE;
    }
    state.setBestScale(best);
    state.setLows(most < LOW ? state.getLows() + 1 : 0);
    if (state.getState() == VerdictState.LEAK) {
      double level = series.level();
      boolean fallen =
          level < state.getLevelAtInflection() + FALLEN_BACK * state.getGrowthAtAlert();
      boolean faded = state.getLows() >= SUCCESSIVE_LOW && !nearLimit(series);
      if (!fallen && !faded) {
        return;
      }
      state.setResolvedMs(nowMs).setState(VerdictState.HEALTHY);
      forgetReadings();
      return;
    }
    if (leak) {
      Reading reading = readingAt(series, context, best);
      if (reading != null) {
        state.setLevelAtInflection(reading.levelAtKink()).setGrowthAtAlert(reading.growth());
      }
      if (!state.hasAlertTimeMs()) {
        state.setAlertTimeMs(nowMs);
      }
      state.clearResolvedMs().setState(VerdictState.LEAK);
      return;
    }
    boolean held =
        state.getState() == VerdictState.LEAK_SUSPECTED && (most >= LOW || nearLimit(series));
    if (suspected || held) {
      state.setState(VerdictState.LEAK_SUSPECTED);
      return;
    }
    if (rename) {
      state.setCalm(Naming.of(series, context));
    }
    state.setState(state.getCalm());
  }
}
