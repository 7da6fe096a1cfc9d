package io.heapcast.detector.alert;

import io.heapcast.detector.v1.SeenInstance;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import org.jspecify.annotations.Nullable;

/** How far one JVM's verdict points to a leak, in rising order. */
enum Suspicion {
  NONE,
  /** Too little for the model, enough where earlier JVMs of the version leaked. */
  BY_MEMORY,
  SUSPECTED,
  LEAK;

  /** The model withdraws a suspicion below this probability. */
  private static final double LEAST_PROBABILITY = 0.3;

  /**
   * Reads a verdict.
   *
   * @param before what was known of this JVM; null: nothing
   * @param knownToLeak whether earlier JVMs of its version leaked
   */
  static Suspicion of(ResourceVerdict verdict, @Nullable SeenInstance before, boolean knownToLeak) {
    return switch (verdict.getState()) {
      case LEAK -> LEAK;
      case LEAK_SUSPECTED -> SUSPECTED;
      case UNKNOWN -> unknown(verdict, before, knownToLeak);
      case WARMING_UP, CACHE_FILLING, LOAD_GROWTH -> byMemory(verdict, knownToLeak);
      case HEALTHY, LIMIT_TOO_SMALL, VERDICT_STATE_UNSPECIFIED, UNRECOGNIZED -> NONE;
    };
  }

  /** What was made of an earlier verdict. */
  static Suspicion of(SeenInstance seen) {
    if (seen.getSuspectedByMemory()) {
      return BY_MEMORY;
    }
    return switch (seen.getState()) {
      case LEAK -> LEAK;
      case LEAK_SUSPECTED -> SUSPECTED;
      default -> NONE;
    };
  }

  boolean isAny() {
    return this != NONE;
  }

  /** Not to know any more, as after a gap, takes nothing back; a withdrawal does. */
  private static Suspicion unknown(
      ResourceVerdict verdict, @Nullable SeenInstance before, boolean knownToLeak) {
    boolean withdrawn =
        verdict.hasResolvedMs()
            || (verdict.hasProbability() && verdict.getProbability() < LEAST_PROBABILITY);
    Suspicion earlier = before == null ? NONE : of(before);
    return earlier.isAny() && !withdrawn ? earlier : byMemory(verdict, knownToLeak);
  }

  private static Suspicion byMemory(ResourceVerdict verdict, boolean knownToLeak) {
    return knownToLeak && verdict.getProbability() >= LEAST_PROBABILITY ? BY_MEMORY : NONE;
  }

  /** The state to remember for it. */
  VerdictState state(VerdictState said) {
    return switch (this) {
      case LEAK -> VerdictState.LEAK;
      case SUSPECTED -> VerdictState.LEAK_SUSPECTED;
      case NONE, BY_MEMORY -> said;
    };
  }
}
