package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.Severity;
import io.heapcast.telemetry.v1.VersionRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A leak alert as a whole in words: who, how many, in which state. */
final class AlertWords {

  private final LeakAlert alert;
  private final Times times;

  AlertWords(LeakAlert alert, Clock clock) {
    this.alert = alert;
    this.times = new Times(clock);
  }

  /** One line: {@code checkout 1.4.2 (prod) leaks heap on web-1/4711, 1 of 3 instances}. */
  String headline() {
    return service() + " " + verb() + " " + resource() + where();
  }

  /** {@code CRITICAL}, {@code WARNING}, {@code RESOLVED}, {@code PENDING}. */
  String level() {
    return level(alert.getSeverity());
  }

  /** As {@link #level()}, with the severity that is told. */
  String level(Severity severity) {
    return switch (alert.getState()) {
      case FIRING ->
          switch (severity) {
            case INFO, WARNING, CRITICAL -> severity.name();
            case SEVERITY_UNSPECIFIED, UNRECOGNIZED -> "LEAK";
          };
      case PENDING, RESOLVED -> alert.getState().name();
      case ALERT_STATE_UNSPECIFIED, UNRECOGNIZED -> "ALERT";
    };
  }

  /** {@code heap}, {@code direct memory}, … */
  String resource() {
    return resource(alert.getScope().getResource());
  }

  static String resource(Resource resource) {
    return switch (resource) {
      case HEAP, METASPACE, THREADS -> resource.name().toLowerCase(Locale.ROOT);
      case DIRECT -> "direct memory";
      case NATIVE -> "native memory";
      case RESOURCE_UNSPECIFIED, UNRECOGNIZED -> "memory";
    };
  }

  /** {@code 1 of 3 instances}: how many of those judged are in the alert and still run. */
  String instances() {
    int seen = Math.max(alert.getInstancesSeen(), alert.getMembersCount());
    return running().size() + " of " + seen + (seen == 1 ? " instance" : " instances");
  }

  /** The versions of the members, {@code 1.4.2, 1.4.3}; empty when none is known. */
  Optional<String> versions() {
    TreeSet<String> versions = new TreeSet<>();
    for (AlertMember member : alert.getMembersList()) {
      JvmInfo info = member.getInfo();
      if (info.hasServiceVersion()) {
        versions.add(info.getServiceVersion());
      }
    }
    return versions.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", versions));
  }

  /** Members whose JVM still runs, the one that will end first at the head. */
  List<AlertMember> running() {
    return AlertMembers.running(alert);
  }

  /** Members whose JVM ended, in the order of their end. */
  List<AlertMember> ended() {
    return AlertMembers.ended(alert);
  }

  /** The member to speak of first: the running one that ends first, else the first that ended. */
  Optional<MemberWords> worst() {
    List<AlertMember> running = running();
    return (running.isEmpty() ? ended() : running).stream().findFirst().map(this::words);
  }

  /**
   * {@code in ≈ 2 h 30 min, about 11:14 CET / 10:14 UTC}: when half of the replicas are exhausted.
   */
  Optional<String> halfGone() {
    int replicas = Math.max(alert.getInstancesSeen(), running().size());
    int half = (replicas + 1) / 2;
    List<AlertMember> running = running();
    if (replicas < 2 || running.size() < half) {
      return Optional.empty();
    }
    MemberWords last = words(running.get(half - 1));
    return last.timeToExhaustion()
        .map(left -> left + last.exhaustionTime().map(time -> ", about " + time).orElse(""));
  }

  /** Of the service as a whole, where that is told; else of one member. */
  Optional<String> confidence(MemberWords worst) {
    return alert.hasProbability()
        ? Optional.of(MemberWords.confidence(alert.getProbability()))
        : worst.confidence();
  }

  /** Why it is not cache, load or warm-up: the member's reasons, then those of its neighbours. */
  List<String> reasonsFor(MemberWords worst) {
    return joined(worst.reasonsFor(), alert.getReasonsForList());
  }

  List<String> reasonsAgainst(MemberWords worst) {
    return joined(worst.reasonsAgainst(), alert.getReasonsAgainstList());
  }

  private static List<String> joined(List<String> ofMember, List<Reason> ofAlert) {
    return Stream.concat(ofMember.stream(), ofAlert.stream().map(Reason::getText))
        .distinct()
        .toList();
  }

  /**
   * {@code , 1 h 2 min after 1.4.2 was deployed}; empty where version or beginning is not known.
   */
  String sinceDeploy(MemberWords worst) {
    return worst
        .version()
        .flatMap(this::version)
        .flatMap(
            version ->
                worst
                    .inflection()
                    .map(
                        began ->
                            Duration.between(
                                Instant.ofEpochMilli(version.getFirstStartMs()), began))
                    .filter(after -> !after.isNegative())
                    .map(
                        after ->
                            ", %s after %s was deployed"
                                .formatted(Human.duration(after), version.getServiceVersion())))
        .orElse("");
  }

  private Optional<VersionRecord> version(String name) {
    return alert.getVersionsList().stream()
        .filter(version -> version.hasServiceVersion() && version.getFirstStartMs() > 0)
        .filter(version -> version.getServiceVersion().equals(name))
        .findFirst();
  }

  /** What to do: whom to restart first, what that buys, and which version did not leak. */
  String advice(MemberWords worst) {
    String each = running().size() > 1 ? " each" : "";
    String restart =
        worst
            .restartBuys()
            .map(
                buys ->
                    "restart %s first%s: ≈ %s%s at this growth"
                        .formatted(
                            worst.instance(),
                            worst.isOverdue() ? ", now" : "",
                            Human.duration(buys),
                            each))
            .orElse("restart %s first: it starts again from its floor".formatted(worst.instance()));
    return restart + calmVersion().map(text -> "; " + text).orElse("");
  }

  /** {@code 1.4.1 did not leak in 9 d}: the version healthy for longest. */
  private Optional<String> calmVersion() {
    return alert.getVersionsList().stream()
        .filter(version -> version.hasServiceVersion() && version.getLongestHealthyMs() > 0)
        .filter(version -> version.getLeaked() == 0 && version.getSuspected() == 0)
        .max(Comparator.comparing(VersionRecord::getLongestHealthyMs))
        .map(
            version ->
                "%s did not leak in %s"
                    .formatted(
                        version.getServiceVersion(),
                        Human.duration(Duration.ofMillis(version.getLongestHealthyMs()))));
  }

  MemberWords words(AlertMember member) {
    return new MemberWords(member, alert.getScope().getResource(), times);
  }

  /** How the alert ended, in a few words; empty while it has not. */
  static Optional<String> outcome(AlertOutcome outcome) {
    return switch (outcome) {
      case FIXED -> Optional.of("fixed: healthy past the age at which it leaked before");
      case REFUTED -> Optional.of("not a leak, or none any more: the growth stopped or came back");
      case OUT_OF_MEMORY_ERROR -> Optional.of("OutOfMemoryError");
      case CONTAINER_LIMIT -> Optional.of("killed at the container's memory limit");
      case ENDED_WHILE_LEAKING -> Optional.of("ended while it was leaking");
      case SILENT -> Optional.of("not heard of any more");
      case ALERT_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private String service() {
    AlertScope scope = alert.getScope();
    String where =
        Stream.of(
                scope.getDeploymentEnvironmentName(),
                scope.getCluster(),
                LeakNotice.team(alert).map(team -> "team " + team).orElse(""))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    String environment = where.isEmpty() ? "" : " (" + where + ")";
    return scope.getServiceName() + versions().map(text -> " " + text).orElse("") + environment;
  }

  private String verb() {
    return switch (alert.getState()) {
      case PENDING -> "may leak";
      case RESOLVED ->
          switch (alert.getOutcome()) {
            case REFUTED -> "does not leak";
            case FIXED -> "no longer leaks";
            default -> "leaked";
          };
      default -> "leaks";
    };
  }

  private String where() {
    if (alert.getState() == AlertState.RESOLVED) {
      int members = alert.getMembersCount();
      return members == 1
          ? " on " + alert.getMembers(0).getInfo().getServiceInstanceId()
          : " on " + members + " instances";
    }
    List<AlertMember> running = running();
    if (running.isEmpty()) {
      return ", waiting for its next start";
    }
    return running.size() == 1
        ? " on " + running.get(0).getInfo().getServiceInstanceId() + ", " + instances()
        : " on " + instances();
  }
}
