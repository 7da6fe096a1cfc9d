package io.heapcast.bench.leak;

/** What is true of a run. */
public enum Label {
  /** Something grows without bound, or did until it stopped by itself. */
  LEAK,
  /** Nothing does. */
  HEALTHY,
  /** A drift too slow to matter: listed, but neither a find nor a false alarm. */
  NOT_ACTIONABLE
}
