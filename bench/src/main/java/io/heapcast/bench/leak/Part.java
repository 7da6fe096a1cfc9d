package io.heapcast.bench.leak;

/** What a family may be used for. A family belongs to one part in every tier, whole. */
public enum Part {
  /** To fit models. */
  TRAINING,
  /** To choose thresholds and designs. */
  TUNING,
  /** For the report only. */
  JUDGING
}
