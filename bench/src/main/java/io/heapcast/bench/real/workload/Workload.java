package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;

/** What is special in a service; called from one thread. */
interface Workload {

  /** A request that the background has parsed, and will answer. */
  default void request(double seconds, JsonNode request) {}

  /** What is to be done without a request; called about 100 times a second. */
  default void tick(double seconds) {}

  /** How busy the service is at that time, as a factor of its usual load. */
  default double load(double seconds) {
    return 1;
  }
}
