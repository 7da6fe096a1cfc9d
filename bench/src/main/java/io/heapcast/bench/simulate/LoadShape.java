package io.heapcast.bench.simulate;

/** How the requests come over time. */
enum LoadShape {
  /** Even, but for a few per cent. */
  FLAT,
  /** Follows the day, less on weekends. */
  DIURNAL,
  /** Even, with bursts of minutes at random times. */
  BURSTY,
  /** Wanders by a factor of two without any rhythm. */
  RESTLESS
}
