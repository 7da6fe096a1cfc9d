package io.heapcast.cli.demo;

import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.WatchState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service of the demo at one moment: what is known of it, and what Heapcast says. What was said
 * last stays when the JVM has ended.
 *
 * @param service what runs
 * @param jdk that runs it
 * @param pid its process id
 * @param started when its process was started
 * @param status as the collector sees it; null: not found yet
 * @param verdict the last one; null: none yet
 * @param alerted the first alert on it; null: none
 * @param end how it ended; null: it runs
 */
record DemoJvm(
    DemoService service,
    Jdk jdk,
    long pid,
    Instant started,
    @Nullable JvmStatus status,
    @Nullable JvmVerdict verdict,
    @Nullable Alerted alerted,
    @Nullable ChildEnd end) {

  /** A service just started. */
  static DemoJvm of(DemoService service, Jdk jdk, long pid, Instant started) {
    return new DemoJvm(service, jdk, pid, started, null, null, null, null);
  }

  DemoJvm with(@Nullable JvmStatus newStatus) {
    return newStatus == null
        ? this
        : new DemoJvm(service, jdk, pid, started, newStatus, verdict, alerted, end);
  }

  DemoJvm with(@Nullable JvmVerdict newVerdict) {
    return newVerdict == null
        ? this
        : new DemoJvm(service, jdk, pid, started, status, newVerdict, alerted, end);
  }

  /** Only the first alert counts. */
  DemoJvm with(@Nullable Alerted newAlerted) {
    return newAlerted == null || alerted != null
        ? this
        : new DemoJvm(service, jdk, pid, started, status, verdict, newAlerted, end);
  }

  DemoJvm with(@Nullable ChildEnd newEnd) {
    return newEnd == null
        ? this
        : new DemoJvm(service, jdk, pid, started, status, verdict, alerted, newEnd);
  }

  /** The same as if it still ran: with what was said last. */
  DemoJvm running() {
    return new DemoJvm(service, jdk, pid, started, status, verdict, alerted, null);
  }

  /** The jvm id where Heapcast has told it, else the service's name. */
  String id() {
    if (verdict != null) {
      return verdict.getInfo().getJvmId();
    }
    return status != null && !status.getInfo().getJvmId().isEmpty()
        ? status.getInfo().getJvmId()
        : service.name();
  }

  /** What is said of its heap; empty before the first verdict. */
  Optional<ResourceVerdict> heap() {
    return verdict == null ? Optional.empty() : heap(verdict);
  }

  /** Event time of the verdict; meaningless without one. */
  Instant asOf() {
    return Instant.ofEpochMilli(verdict == null ? 0 : verdict.getAsOfMs());
  }

  VerdictState state() {
    return heap().map(ResourceVerdict::getState).orElse(VerdictState.UNKNOWN);
  }

  WatchState watchState() {
    return status == null ? WatchState.WATCH_STATE_UNSPECIFIED : status.getState();
  }

  private static Optional<ResourceVerdict> heap(JvmVerdict verdict) {
    return verdict.getResourcesList().stream()
        .filter(resource -> resource.getResource() == Resource.HEAP)
        .findFirst();
  }
}
