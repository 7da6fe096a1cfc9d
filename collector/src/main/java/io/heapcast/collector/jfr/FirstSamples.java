package io.heapcast.collector.jfr;

import java.util.HashSet;
import java.util.Set;

/**
 * Tells the samples that stand for more than was recorded. A sample's weight is what its thread
 * allocated since its sample before; the first one of a thread that is older than the recording
 * stands for the thread's whole past, which may be days of it.
 *
 * <p>Which threads are older is known from the first round of allocation counters; until then every
 * thread counts as older. A virtual thread is seen as itself, not as its carrier, so that the first
 * sample on each carrier is not noticed.
 */
public final class FirstSamples {

  private final Set<Long> sampled = new HashSet<>();
  private final Set<Long> unsampled = new HashSet<>();
  private long firstRoundMs = -1;

  /** A thread's allocation counter; rounds after the first say nothing new. */
  public void counted(long timeMs, long threadId) {
    if (firstRoundMs < 0) {
      firstRoundMs = timeMs;
    }
    if (timeMs == firstRoundMs && !sampled.contains(threadId)) {
      unsampled.add(threadId);
    }
  }

  /** Whether the sample of this thread that came now stands for the past too. */
  public boolean standsForThePast(long threadId) {
    return firstRoundMs < 0 ? sampled.add(threadId) : unsampled.remove(threadId);
  }
}
