package io.heapcast.collector.evidence;

import java.util.Map;

/**
 * What became of the collections that were asked for, since the start. What is neither run nor
 * refused waits.
 *
 * @param asked one for each JVM of this host in a request
 * @param run full collections that a JVM did
 * @param refusedByReason those that were not run, or not to their end as far as is known, by stable
 *     code
 */
public record CollectionCounts(long asked, long run, Map<String, Long> refusedByReason) {

  public CollectionCounts {
    refusedByReason = Map.copyOf(refusedByReason);
  }
}
