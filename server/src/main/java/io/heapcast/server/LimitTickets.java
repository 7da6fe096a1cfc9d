package io.heapcast.server;

import io.heapcast.telemetry.Cluster;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The services of which a replica is {@code LIMIT_TOO_SMALL}, one ticket each, from the verdicts as
 * they are now. A ticket ends when no replica was in that state for a quarter of an hour: verdicts
 * near a threshold come and go. Not thread-safe.
 */
final class LimitTickets {

  private static final Duration HOLDS = Duration.ofMinutes(15);

  private final AlertMode.Modes modes;
  private final Clock clock;
  private final Map<AlertScope, Open> open = new LinkedHashMap<>();

  private record Open(LimitNotice notice, Instant lastSeen) {}

  private record Replica(JvmInfo info, ResourceVerdict verdict, long asOfMs) {

    double share() {
      return verdict.getLimit() > 0 ? verdict.getLevel() / verdict.getLimit() : 0;
    }
  }

  LimitTickets(AlertMode.Modes modes, Clock clock) {
    this.modes = modes;
    this.clock = clock;
  }

  /** Open tickets as they are now, and once those that ended. */
  List<LimitNotice> of(List<JvmVerdict> verdicts) {
    Instant now = clock.instant();
    tight(verdicts)
        .forEach(
            (scope, replicas) -> open.merge(scope, opened(scope, replicas, now), this::renewed));
    List<LimitNotice> notices = new ArrayList<>();
    for (Open ticket : List.copyOf(open.values())) {
      boolean ended = !ticket.lastSeen().plus(HOLDS).isAfter(now);
      notices.add(ended ? ticket.notice().ended(now) : ticket.notice());
      if (ended) {
        open.remove(ticket.notice().scope());
      }
    }
    return notices;
  }

  private Open renewed(Open before, Open now) {
    LimitNotice notice = now.notice();
    return new Open(
        new LimitNotice(
            notice.scope(),
            before.notice().team(), // a label must stay while the ticket is open
            notice.tightest(),
            notice.instance(),
            notice.replicas(),
            before.notice().startsAt(),
            null,
            notice.learnedAt()),
        now.lastSeen());
  }

  private static Open opened(AlertScope scope, List<Replica> replicas, Instant now) {
    Replica tightest = replicas.get(0);
    Instant began = Instant.ofEpochMilli(tightest.asOfMs());
    for (Replica replica : replicas) {
      tightest = replica.share() > tightest.share() ? replica : tightest;
      Instant asOf = Instant.ofEpochMilli(replica.asOfMs());
      began = asOf.isBefore(began) ? asOf : began;
    }
    LimitNotice notice =
        new LimitNotice(
            scope,
            LeakNotice.team(replicas.stream().map(Replica::info)).orElse(""),
            tightest.verdict(),
            tightest.info().getServiceInstanceId(),
            replicas.size(),
            began,
            null,
            now);
    return new Open(notice, now);
  }

  private Map<AlertScope, List<Replica>> tight(List<JvmVerdict> verdicts) {
    Map<AlertScope, List<Replica>> tight = new LinkedHashMap<>();
    for (JvmVerdict verdict : verdicts) {
      for (ResourceVerdict ofResource : verdict.getResourcesList()) {
        JvmInfo info = verdict.getInfo();
        if (ofResource.getState() == VerdictState.LIMIT_TOO_SMALL
            && modes.of(info.getServiceName()) != AlertMode.SHADOW) {
          tight
              .computeIfAbsent(scope(info, ofResource.getResource()), key -> new ArrayList<>())
              .add(new Replica(info, ofResource, verdict.getAsOfMs()));
        }
      }
    }
    return tight;
  }

  /** As the detector scopes its alerts. */
  private static AlertScope scope(JvmInfo info, Resource resource) {
    AlertScope.Builder scope =
        AlertScope.newBuilder().setServiceName(info.getServiceName()).setResource(resource);
    String cluster = Cluster.of(info);
    if (!cluster.isEmpty()) {
      scope.setCluster(cluster);
    }
    if (info.hasDeploymentEnvironmentName()) {
      scope.setDeploymentEnvironmentName(info.getDeploymentEnvironmentName());
    }
    if (info.hasServiceNamespace()) {
      scope.setServiceNamespace(info.getServiceNamespace());
    }
    if (info.getServiceNameSource() == ServiceNameSource.DOUBTFUL) {
      scope.setServiceInstanceId(info.getServiceInstanceId());
    }
    return scope.build();
  }
}
