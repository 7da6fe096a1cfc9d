package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;

/**
 * Heapcast itself: the detector that watches the fleet, one per JVM, as it is. An alarm is the
 * state {@code LEAK} of a resource.
 */
public final class Heapcast implements Contender {

  /** In the report. */
  public static final String NAME = "Heapcast";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String about() {
    return "Heapcast's detector as it stands; an alarm is the state LEAK (docs/detection.md).";
  }

  @Override
  public HeapcastWatch watch(Case watched, String jvmId) {
    return new HeapcastWatch();
  }
}
