package io.heapcast.bench.run;

/**
 * How long one JVM of a case was observed, in its own event time.
 *
 * @param firstMs begin of the first window
 * @param lastMs end of the last window; where a clock was set back, the latest end
 * @param windows windows of 10 s that came out; time in which nothing was observed has none
 * @param windowsBeforeLeak those that ended before the first leaking allocation; all, in a run
 *     without a leak
 */
public record JvmSpan(
    String jvmId, long firstMs, long lastMs, long windows, long windowsBeforeLeak) {}
