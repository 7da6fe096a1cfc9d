package io.heapcast.bench.leak;

/** Where a case comes from. */
public enum Tier {
  /** Generated: GC-level telemetry that behaves as the collectors do. */
  SIMULATED,
  /** Recorded from real JVMs, leaks until a true OutOfMemoryError. */
  REAL,
  /** A user's own recordings with a labels file. */
  YOURS
}
