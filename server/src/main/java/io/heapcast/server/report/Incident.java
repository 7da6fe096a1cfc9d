package io.heapcast.server.report;

import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;
import java.time.Instant;
import java.util.Optional;

/**
 * A JVM that ran out of memory, or whatever else an operator holds to be what should have been
 * foreseen.
 *
 * @param time when it happened
 * @param service whose JVM it was
 * @param environment of that service; empty: any
 * @param what in a few words
 * @param foresight which alert foresaw it
 */
public record Incident(
    Instant time, String service, Optional<String> environment, String what, Foresight foresight) {

  /** Which alert was firing for it. */
  public sealed interface Foresight {

    /** The detector said it: an alert of another resource does not count. */
    record Told(Optional<String> leakId) implements Foresight {}

    /** Nobody said it: any alert of that service that was firing. */
    record ByServiceAndTime() implements Foresight {}
  }

  /** As the detector told it. */
  public static Incident of(OutOfMemory outOfMemory) {
    var info = outOfMemory.getInfo();
    return new Incident(
        Instant.ofEpochMilli(outOfMemory.getTimeMs()),
        info.getServiceName(),
        info.hasDeploymentEnvironmentName()
            ? Optional.of(info.getDeploymentEnvironmentName())
            : Optional.empty(),
        info.getServiceInstanceId() + " ran out of memory",
        new Foresight.Told(
            outOfMemory.hasLeakId() ? Optional.of(outOfMemory.getLeakId()) : Optional.empty()));
  }

  /** Whether this alert was firing when it happened, and is about the same service. */
  boolean foreseenBy(LeakAlert alert) {
    if (foresight instanceof Foresight.Told told) {
      return told.leakId().filter(alert.getLeakId()::equals).isPresent();
    }
    boolean sameService =
        alert.getScope().getServiceName().equals(service)
            && environment
                .map(name -> name.equals(alert.getScope().getDeploymentEnvironmentName()))
                .orElse(true);
    boolean began = alert.getStartedMs() > 0 && alert.getStartedMs() <= time.toEpochMilli();
    boolean over = alert.hasResolvedMs() && alert.getResolvedMs() < time.toEpochMilli();
    return sameService && began && !over;
  }
}
