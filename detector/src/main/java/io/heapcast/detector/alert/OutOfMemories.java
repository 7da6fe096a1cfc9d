package io.heapcast.detector.alert;

import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Every JVM that ran out of memory, held against the alerts that fired before. */
public final class OutOfMemories {

  private OutOfMemories() {}

  /**
   * The record of a JVM's end.
   *
   * @param firing alerts of its service, of any resource, as they were before this verdict
   * @return empty unless the verdict says that it ran out of memory
   */
  public static Optional<OutOfMemory> of(JvmVerdict verdict, List<LeakAlert> firing) {
    return EndCause.of(verdict).map(cause -> record(verdict, cause, firing));
  }

  private static OutOfMemory record(JvmVerdict verdict, EndCause cause, List<LeakAlert> firing) {
    OutOfMemory.Builder record =
        OutOfMemory.newBuilder()
            .setInfo(verdict.getInfo())
            .setTimeMs(verdict.getEnded().getTimeMs())
            .setResource(cause.resource())
            .setOutcome(cause.outcome())
            .setOutcomeInferred(cause.inferred());
    firing.stream()
        .filter(alert -> foresaw(alert, cause))
        .min(Comparator.comparingLong(LeakAlert::getStartedMs))
        .ifPresent(alert -> record.setLeakId(alert.getLeakId()).setAlertedMs(alert.getStartedMs()));
    verdict.getResourcesList().stream()
        .filter(resource -> resource.getResource() == cause.resource())
        .findFirst()
        .map(ResourceVerdict::toBuilder)
        .ifPresent(last -> record.setLastVerdict(last.clearKnots()));
    return record.build();
  }

  /** The container's limit counts all memory: whatever leaked, it was foreseen. */
  private static boolean foresaw(LeakAlert alert, EndCause cause) {
    return cause.exhausted(alert.getScope().getResource())
        || cause.outcome() == AlertOutcome.CONTAINER_LIMIT;
  }
}
