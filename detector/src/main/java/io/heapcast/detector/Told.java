package io.heapcast.detector;

import io.heapcast.telemetry.v1.EvidenceRequest;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;

/** What the alert stage says, each kind to a topic of its own. */
sealed interface Told {

  /** An alert with news. */
  record Alert(LeakAlert alert) implements Told {}

  /** A JVM that ran out of memory, foreseen or not. */
  record Exhausted(OutOfMemory end) implements Told {}

  /** Asks for a closer look. */
  record Request(EvidenceRequest request) implements Told {}
}
