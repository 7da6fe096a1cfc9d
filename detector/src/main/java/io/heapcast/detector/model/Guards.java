package io.heapcast.detector.model;

/**
 * What no score may overrule: readings in which a leak and something harmless look the same,
 * whatever the fit. Each is the honest "not yet" of a case that time will settle.
 */
final class Guards {

  /**
   * Nothing stood still before the rise: caches and warm-ups rise so, too. A long straight line has
   * 0.25, so this asks for a good deal more.
   */
  private static final double STILL_BEFORE = 0.4;

  /**
   * The same where the reading before suspected it, which took a rise that was shorter: what stood
   * still grows no longer with it.
   */
  private static final double STILL_BEFORE_SUSPECTED = 0.35;

  /**
   * Slope before over slope after. A short straight line seems to have stood still for longer than
   * it did, as knots are few; this tells it from there on. With one or two knots before the kink it
   * tells little.
   */
  private static final double ROSE_BEFORE = 0.5;

  /** After an earlier rise of more than half as much, the pause must be as long as the rise. */
  private static final double RISEN_BEFORE = 0.5;

  private static final double PAUSED_BEFORE = 1;

  /** Of the JVM's life before the rise, the part that is start-up: what rose then is no cache. */
  private static final double STARTING = 0.2;

  /**
   * Share of what can be filled at all from which on a rise is harmful whatever it is; and of the
   * limit, since a cache may well be sized for 85 % of a heap.
   */
  private static final double NEARLY_FULL = 0.93;

  private static final double NEARLY_FULL_OF_LIMIT = 0.87;

  /** Of a rise of upper bounds, the part that a cleaning must leave if the live set had risen. */
  private static final double SURVIVED = 0.25;

  private static final double NOT_SUSPECTED = 0.45;
  private static final double SUSPECTED_AT_MOST = 0.6;

  private Guards() {}

  /**
   * The highest probability that a reading may have.
   *
   * @param concluded it was a leak before: a view that has become too short to show what stood
   *     still before the rise takes nothing of that back
   * @param suspected the reading before at this scale suspected it
   */
  static double most(
      Reading reading, Reading.Context context, boolean concluded, boolean suspected) {
    double still = suspected ? STILL_BEFORE_SUSPECTED : STILL_BEFORE;
    if (!concluded && risesFromStart(reading, context, still) && !nearlyFull(reading, context)) {
      return NOT_SUSPECTED;
    }
    return mostOnceFull(reading, context);
  }

  /** The same, of a rise of which it no longer matters what preceded it. */
  static double mostOnceFull(Reading reading, Reading.Context context) {
    if (Naming.followsLoad(reading)) {
      return SUSPECTED_AT_MOST;
    }
    if (wasGarbage(reading, context)) {
      return NOT_SUSPECTED;
    }
    return 1;
  }

  /**
   * Whether nothing stationary precedes the rise, for this part of its length at least, or a rise.
   */
  private static boolean risesFromStart(Reading reading, Reading.Context context, double still) {
    if (context.kind() == Feature.HEAP_UNTESTED) {
      return false;
    }
    long kinkMs = reading.atKink().timeMs();
    long startedMs = kinkMs - (long) ((1 - STARTING) * (kinkMs - context.startMs()));
    double risen = reading.levelAtKink() - context.history().firstFrom(startedMs).bytes();
    boolean again =
        context.kind() == Feature.HEAP_TESTED && risen > RISEN_BEFORE * reading.growth();
    return reading.feature(Feature.STILL_BEFORE) < (again ? PAUSED_BEFORE : still)
        || reading.feature(Feature.SLOPE_BEFORE) > ROSE_BEFORE;
  }

  /** Whether the level is harmful whatever it is that rises: never of a yardstick. */
  static boolean nearlyFull(Reading reading, Reading.Context context) {
    return context.bound()
        && reading.feature(Feature.LEVEL)
            >= Math.max(NEARLY_FULL_OF_LIMIT, NEARLY_FULL * context.capacityShare());
  }

  /** The last cleaning took nearly all of what upper bounds had grown by. */
  static boolean wasGarbage(Reading reading, Reading.Context context) {
    return context.kind() == Feature.HEAP_UNTESTED
        && context.cleanings() > 0
        && context.survived() < SURVIVED;
  }
}
