package io.heapcast.detector.model;

import io.heapcast.detector.v1.HeapState;
import io.heapcast.telemetry.v1.VerdictState;
import org.jspecify.annotations.Nullable;

/**
 * When to say what the floors say: suspected at a probability of 0.5 over two successive floors, a
 * leak at 0.9 over two, withdrawn below 0.3 over three, or at once when the live set falls back.
 *
 * <p>Only a new floor moves the state: looking twice at one floor is no second witness.
 */
final class HeapStateMachine {

  private static final double SUSPECTED = 0.5;
  private static final double LEAK = 0.9;
  private static final double LOW = 0.3;
  private static final int SUCCESSIVE_UP = 2;
  private static final int SUCCESSIVE_DOWN = 3;

  /** A floor below the level at inflection plus this share of the growth refutes a leak. */
  private static final double FALLEN_BACK = 0.3;

  /** Near the limit every curve bends: there a low probability withdraws nothing. */
  private static final double NEAR_LIMIT = 0.8;

  private final HeapState.Builder state;

  HeapStateMachine(HeapState state) {
    this.state = state.toBuilder();
  }

  HeapState toState() {
    return state.build();
  }

  VerdictState current() {
    return state.getState() == VerdictState.VERDICT_STATE_UNSPECIFIED
        ? VerdictState.UNKNOWN
        : state.getState();
  }

  /** The evidence count of the last update. */
  long judgedEvidence() {
    return state.getJudgedCleanings();
  }

  /** Event time of the first leak concluded; null while there was none. */
  @Nullable Long alertTimeMs() {
    return state.hasAlertTimeMs() ? state.getAlertTimeMs() : null;
  }

  /** Event time of its withdrawal; null while it stands. */
  @Nullable Long resolvedMs() {
    return state.hasResolvedMs() ? state.getResolvedMs() : null;
  }

  /**
   * Takes in an assessment.
   *
   * @param evidence counts the floors seen; an unchanged count moves nothing but the calm state
   * @param levelBytes last floor; NaN when there is none
   */
  void update(
      Assessment assessment, long evidence, double levelBytes, double limitBytes, long asOfMs) {
    if (evidence != state.getJudgedCleanings()) {
      state.setJudgedCleanings(evidence);
      count(assessment.probability());
    }
    if (current() == VerdictState.LEAK) {
      if (fallenBack(levelBytes) || faded(levelBytes, limitBytes)) {
        withdraw(assessment, asOfMs);
      }
      return;
    }
    boolean leaks = assessment.probability() >= LEAK;
    if (leaks && state.getSuccessiveLeak() >= SUCCESSIVE_UP) {
      concludeLeak(assessment, asOfMs);
    } else if (state.getSuccessiveSuspected() >= SUCCESSIVE_UP) {
      state.setState(VerdictState.LEAK_SUSPECTED);
    } else if (current() != VerdictState.LEAK_SUSPECTED
        || state.getSuccessiveLow() >= SUCCESSIVE_DOWN
        || assessment.probability() < LOW) {
      state.setState(assessment.calm());
    }
  }

  /** The next leak needs witnesses of its own. */
  private void withdraw(Assessment assessment, long asOfMs) {
    state
        .setResolvedMs(asOfMs)
        .setState(assessment.calm())
        .setSuccessiveLeak(0)
        .setSuccessiveSuspected(0)
        .setSuccessiveLow(0);
  }

  private void count(double probability) {
    state.setSuccessiveLeak(probability >= LEAK ? state.getSuccessiveLeak() + 1 : 0);
    state.setSuccessiveSuspected(probability >= SUSPECTED ? state.getSuccessiveSuspected() + 1 : 0);
    state.setSuccessiveLow(probability < LOW ? state.getSuccessiveLow() + 1 : 0);
  }

  private void concludeLeak(Assessment assessment, long asOfMs) {
    Rise rise = assessment.rise();
    if (rise != null) {
      state.setLevelAtInflection(rise.levelAtOnsetBytes()).setGrowthAtAlert(rise.growthBytes());
    }
    if (!state.hasAlertTimeMs()) {
      state.setAlertTimeMs(asOfMs);
    }
    state.clearResolvedMs().setState(VerdictState.LEAK);
  }

  private boolean fallenBack(double levelBytes) {
    return levelBytes < state.getLevelAtInflection() + FALLEN_BACK * state.getGrowthAtAlert();
  }

  private boolean faded(double levelBytes, double limitBytes) {
    return state.getSuccessiveLow() >= SUCCESSIVE_DOWN && levelBytes < NEAR_LIMIT * limitBytes;
  }
}
