package io.heapcast.streams.engine;

import io.heapcast.streams.v1.EngineState;
import io.heapcast.streams.v1.JvmProfile;
import io.heapcast.streams.v1.OpenWindow;

/** What a state must be for an engine to go on from it. */
final class StoredState {

  private StoredState() {}

  /**
   * Accepts every version up to this engine's own.
   *
   * @throws IllegalArgumentException when one is of a newer version or none of an engine's
   */
  static void require(EngineState state, JvmProfile profile) {
    requireKnown("state", state.getVersion(), WindowEngine.STATE_VERSION);
    requireKnown("profile", profile.getVersion(), WindowEngine.PROFILE_VERSION);
    requireAligned(state);
  }

  private static void requireKnown(String what, int version, int newest) {
    if (version < 1 || version > newest) {
      throw new IllegalArgumentException(
          "%s: found version %d, expected 1 to %d".formatted(what, version, newest));
    }
  }

  private static void requireAligned(EngineState state) {
    long nextMs = state.getNextWindowMs();
    boolean aligned =
        nextMs >= 0 && nextMs % WindowEngine.WINDOW_MS == 0 && state.getObservedUntilMs() >= 0;
    for (OpenWindow open : state.getOpenList()) {
      long startMs = open.getWindow().getStartTimeMs();
      aligned &= startMs >= nextMs && startMs % WindowEngine.WINDOW_MS == 0;
    }
    if (!aligned) {
      throw new IllegalArgumentException(
          "state: found windows that are not in line, expected multiples of %d ms from %d on"
              .formatted(WindowEngine.WINDOW_MS, nextMs));
    }
  }
}
