package io.heapcast.telemetry;

import java.util.Collection;
import java.util.Optional;

/** The known name that a mistyped one probably meant. */
final class NearestName {

  private NearestName() {}

  /** The candidate with the fewest edits, when they are at most a third of the longer name. */
  static Optional<String> of(String typed, Collection<String> candidates) {
    String best = "";
    int fewest = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int edits = edits(typed, candidate);
      if (edits < fewest) {
        fewest = edits;
        best = candidate;
      }
    }
    boolean near = fewest <= Math.max(typed.length(), best.length()) / 3;
    return near ? Optional.of(best) : Optional.empty();
  }

  /** Levenshtein distance by the two-row method: insertions, deletions, substitutions. */
  private static int edits(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
