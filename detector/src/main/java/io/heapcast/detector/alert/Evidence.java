package io.heapcast.detector.alert;

import io.heapcast.detector.v1.EvidenceAsked;
import io.heapcast.detector.v1.SeenInstance;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.EvidenceKind;
import io.heapcast.telemetry.v1.EvidenceRequest;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When to ask the collectors for a closer look at suspected JVMs: once per leak and set of JVMs,
 * and not more often than every hour, because a look costs the JVM a pause.
 */
final class Evidence {

  private static final Duration EVERY = Duration.ofHours(1);

  /** An answer that comes later would describe another heap. */
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(15);

  /** The JVMs to look at: one shows the suspects, three show that they agree. */
  private static final int MOST_JVMS = 3;

  /** Code of the reason, of a verdict that rests on what young collections left. */
  private static final String UNTESTED = "untested-by-old-collection";

  private EvidenceAsked asked;

  Evidence(EvidenceAsked state) {
    asked = state;
  }

  EvidenceAsked toState() {
    return asked;
  }

  /** The next leak is asked about anew. */
  void forget() {
    asked = EvidenceAsked.getDefaultInstance();
  }

  /**
   * Asks about the members that run, if it is time to: by the latest verdict of those who are
   * asked, since another JVM's clock may be ahead of theirs.
   */
  Optional<EvidenceRequest> ask(LeakAlert.Builder alert, Instances instances) {
    List<AlertMember> members =
        alert.getMembersList().stream()
            .filter(member -> Members.isActive(member) && !member.hasEndedMs())
            .sorted(
                Comparator.comparingDouble(Evidence::secondsLeft)
                    .thenComparing(member -> member.getInfo().getJvmId()))
            .limit(MOST_JVMS)
            .toList();
    List<String> jvmIds =
        members.stream().map(member -> member.getInfo().getJvmId()).sorted().toList();
    long nowMs = members.stream().mapToLong(member -> asOfMs(member, instances)).max().orElse(0);
    boolean tooSoon = asked.getCount() > 0 && nowMs - asked.getAskedMs() < EVERY.toMillis();
    if (jvmIds.isEmpty() || tooSoon || asked.getJvmIdsList().equals(jvmIds)) {
      return Optional.empty();
    }
    asked =
        EvidenceAsked.newBuilder()
            .setCount(asked.getCount() + 1)
            .setAskedMs(nowMs)
            .addAllJvmIds(jvmIds)
            .build();
    Resource resource = alert.getScope().getResource();
    return Optional.of(
        EvidenceRequest.newBuilder()
            .setRequestId(alert.getLeakId() + "#" + asked.getCount())
            .setLeakId(alert.getLeakId())
            .setResource(resource)
            .addAllJvmIds(jvmIds)
            .addAllKinds(kinds(resource, members.stream().anyMatch(Evidence::isUntested)))
            .setRequestedMs(nowMs)
            .setDeadlineMs(nowMs + ANSWER_WITHIN.toMillis())
            .setReason(
                Reason.newBuilder()
                    .setCode(alert.getState().name().toLowerCase(java.util.Locale.ROOT))
                    .setText(
                        "%s of %s grows"
                            .formatted(
                                resource.name().toLowerCase(java.util.Locale.ROOT),
                                alert.getScope().getServiceName())))
            .build());
  }

  /** Of its latest verdict, also of one that says nothing. */
  private static long asOfMs(AlertMember member, Instances instances) {
    SeenInstance seen = instances.get(member.getInfo().getJvmId());
    return seen == null ? member.getAsOfMs() : Math.max(member.getAsOfMs(), seen.getAsOfMs());
  }

  /**
   * What tells most about a leak of a resource.
   *
   * @param untested whether a JVM was judged by what young collections left: one full collection
   *     then tells whether there is a leak at all; otherwise it only confirms what is known
   */
  private static List<EvidenceKind> kinds(Resource resource, boolean untested) {
    return switch (resource) {
      case HEAP ->
          untested
              ? List.of(
                  EvidenceKind.FULL_COLLECTION,
                  EvidenceKind.REFERENCE_CHAINS,
                  EvidenceKind.CLASS_HISTOGRAM)
              : List.of(
                  EvidenceKind.REFERENCE_CHAINS,
                  EvidenceKind.CLASS_HISTOGRAM,
                  EvidenceKind.FULL_COLLECTION);
      case METASPACE -> List.of(EvidenceKind.CLASS_LOADERS);
      case THREADS -> List.of(EvidenceKind.THREAD_DUMP);
      case DIRECT -> List.of(EvidenceKind.REFERENCE_CHAINS, EvidenceKind.NATIVE_MEMORY);
      case NATIVE -> List.of(EvidenceKind.NATIVE_MEMORY);
      case RESOURCE_UNSPECIFIED, UNRECOGNIZED -> List.of();
    };
  }

  private static boolean isUntested(AlertMember member) {
    return member.getVerdict().getReasonsAgainstList().stream()
        .anyMatch(reason -> reason.getCode().equals(UNTESTED));
  }

  private static double secondsLeft(AlertMember member) {
    return member.getVerdict().hasExhaustionP50S()
        ? member.getVerdict().getExhaustionP50S()
        : Double.POSITIVE_INFINITY;
  }
}
