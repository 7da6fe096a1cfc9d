package io.heapcast.detector.alert;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The JVMs of an alert: while it is pending those under suspicion, once it fires those that leak or
 * leaked. Bounded, since an alert is one record: a service may have a thousand replicas, and may
 * die of its leak for months.
 */
final class Members {

  private static final int MOST_RUNNING = 100;
  private static final int MOST_ENDED = 20;

  /** A curve is ten times the rest of a member. */
  private static final int MOST_CURVES = 10;

  private Members() {}

  /**
   * Takes in what is new of one JVM, which may join, be withdrawn, or end.
   *
   * @param cause that it ended because memory ran out, as far as this alert is concerned
   */
  static void update(
      LeakAlert.Builder alert,
      JvmVerdict verdict,
      ResourceVerdict resource,
      Suspicion suspicion,
      Optional<EndCause> cause) {
    int index = indexOf(alert, verdict.getInfo().getJvmId());
    boolean exhausted = cause.isPresent();
    if (index < 0) {
      if (!joins(alert, suspicion) && !exhausted) {
        return;
      }
      index = alert.getMembersCount();
      alert.addMembersBuilder().setJoinedMs(verdict.getAsOfMs());
    }
    AlertMember.Builder member = alert.getMembersBuilder(index);
    boolean rejoins = joins(alert, suspicion);
    boolean stays = suspicion.compareTo(Suspicion.SUSPECTED) >= 0 && isActive(member.build());
    if (rejoins || stays) {
      if (!isActive(member.build())) {
        member.clearOutcome().clearForecastP10Ms().clearForecastP50Ms().clearForecastP90Ms();
      }
      boolean unknown =
          resource.getState() == VerdictState.UNKNOWN && suspicion != Suspicion.BY_MEMORY;
      if (!unknown) {
        keep(member, verdict, resource);
      }
      if (suspicion == Suspicion.LEAK) {
        keepFirstForecast(member, resource);
      }
    } else if (isActive(member.build()) || exhausted) {
      member.setOutcome(AlertOutcome.REFUTED);
      keep(member, verdict, resource);
    }
    if (verdict.hasEnded()) {
      end(alert, member, verdict, cause);
    }
  }

  /** Whether a JVM is one. */
  static boolean isMember(LeakAlert.Builder alert, String jvmId) {
    return indexOf(alert, jvmId) >= 0;
  }

  /** Whether it has not ended, and its leak was not withdrawn. */
  static boolean isActive(AlertMember member) {
    return member.getOutcome() == AlertOutcome.ALERT_OUTCOME_UNSPECIFIED;
  }

  /** When it began to fire, those that are only suspected are no members any more. */
  static void dropSuspected(LeakAlert.Builder alert, String leakingJvmId) {
    for (int i = alert.getMembersCount() - 1; i >= 0; i--) {
      AlertMember member = alert.getMembers(i);
      if (!member.hasEndedMs() && !member.getInfo().getJvmId().equals(leakingJvmId)) {
        alert.removeMembers(i);
      }
    }
  }

  /** A JVM that is not heard of any more. */
  static void silence(LeakAlert.Builder alert, String jvmId) {
    int index = indexOf(alert, jvmId);
    if (index >= 0 && isActive(alert.getMembers(index))) {
      alert.getMembersBuilder(index).setOutcome(AlertOutcome.SILENT);
    }
  }

  /** Keeps the members that tell most: that end first, that ended last, those with a curve. */
  static void bound(LeakAlert.Builder alert) {
    List<AlertMember> running = new ArrayList<>();
    List<AlertMember> ended = new ArrayList<>();
    for (AlertMember member : alert.getMembersList()) {
      (member.hasEndedMs() ? ended : running).add(member);
    }
    List<AlertMember> soonest =
        running.stream()
            .sorted(
                Comparator.comparing((AlertMember member) -> !isActive(member))
                    .thenComparing(Members::medianMs))
            .toList();
    Set<String> kept = new HashSet<>();
    ended.stream()
        .sorted(Comparator.comparingLong(AlertMember::getEndedMs))
        .skip(Math.max(0, ended.size() - MOST_ENDED))
        .forEach(member -> kept.add(id(member)));
    soonest.stream().limit(MOST_RUNNING).forEach(member -> kept.add(id(member)));
    Set<String> curves = new HashSet<>();
    soonest.stream().limit(MOST_CURVES).forEach(member -> curves.add(id(member)));
    for (int i = alert.getMembersCount() - 1; i >= 0; i--) {
      AlertMember member = alert.getMembers(i);
      if (!kept.contains(id(member))) {
        alert.removeMembers(i);
      } else if (!curves.contains(id(member)) && member.getVerdict().getKnotsCount() > 0) {
        alert.getMembersBuilder(i).getVerdictBuilder().clearKnots();
      }
    }
  }

  /** The active member that is exhausted first, by the median; empty: none has a forecast. */
  static Optional<AlertMember> firstToEnd(LeakAlert.Builder alert) {
    return alert.getMembersList().stream()
        .filter(Members::isActive)
        .filter(member -> member.getVerdict().hasExhaustionP50S())
        .min(Comparator.comparingLong(Members::medianMs));
  }

  /** Whether a member ended like this. */
  static boolean has(LeakAlert.Builder alert, AlertOutcome outcome) {
    return alert.getMembersList().stream().anyMatch(member -> member.getOutcome() == outcome);
  }

  /** Whether a member ran out of memory. */
  static boolean hasExhausted(LeakAlert.Builder alert) {
    return has(alert, AlertOutcome.OUT_OF_MEMORY_ERROR) || has(alert, AlertOutcome.CONTAINER_LIMIT);
  }

  /** When the last member ended; 0: none did. */
  static long lastEndMs(LeakAlert.Builder alert) {
    return alert.getMembersList().stream().mapToLong(AlertMember::getEndedMs).max().orElse(0);
  }

  /** What became of the member that ended last; silent when none did. */
  static AlertOutcome lastOutcome(LeakAlert.Builder alert) {
    AlertOutcome last = AlertOutcome.SILENT;
    long lastMs = 0;
    for (AlertMember member : alert.getMembersList()) {
      if (member.getEndedMs() > lastMs && member.getOutcome() != AlertOutcome.REFUTED) {
        lastMs = member.getEndedMs();
        last = member.getOutcome();
      }
    }
    return last;
  }

  private static boolean joins(LeakAlert.Builder alert, Suspicion suspicion) {
    return alert.getState() == AlertState.PENDING ? suspicion.isAny() : suspicion == Suspicion.LEAK;
  }

  private static void keep(
      AlertMember.Builder member, JvmVerdict verdict, ResourceVerdict resource) {
    member.setInfo(verdict.getInfo()).setVerdict(resource).setAsOfMs(verdict.getAsOfMs());
  }

  private static void keepFirstForecast(AlertMember.Builder member, ResourceVerdict resource) {
    if (!member.hasForecastP50Ms() && resource.hasExhaustionP50S()) {
      long asOfMs = member.getAsOfMs();
      member
          .setJoinedMs(asOfMs)
          .setForecastP10Ms(asOfMs + (long) (resource.getExhaustionP10S() * 1000))
          .setForecastP50Ms(asOfMs + (long) (resource.getExhaustionP50S() * 1000))
          .setForecastP90Ms(asOfMs + (long) (resource.getExhaustionP90S() * 1000));
    }
  }

  private static void end(
      LeakAlert.Builder alert,
      AlertMember.Builder member,
      JvmVerdict verdict,
      Optional<EndCause> cause) {
    long endedMs = verdict.getEnded().getTimeMs();
    member.setEndedMs(endedMs);
    if (cause.isPresent()) {
      member.setOutcome(cause.get().outcome()).setOutcomeInferred(cause.get().inferred());
    } else if (isActive(member.build())) {
      member.setOutcome(AlertOutcome.ENDED_WHILE_LEAKING);
    }
    boolean exhausted = cause.isPresent() && cause.get().exhausted(alert.getScope().getResource());
    if (exhausted) {
      ForecastOutcome.of(member.build(), endedMs)
          .ifPresent(
              error -> {
                member.setForecastError(error);
                alert.setForecastsChecked(alert.getForecastsChecked() + 1);
                if (error.getWithinInterval()) {
                  alert.setForecastsWithin(alert.getForecastsWithin() + 1);
                }
                if (!alert.hasForecastError()) {
                  alert.setForecastError(error);
                }
              });
    }
    if (member.getOutcome() != AlertOutcome.REFUTED) {
      alert.setEndedLeaking(alert.getEndedLeaking() + 1);
    }
  }

  /** Median time of its exhaustion, milliseconds since the epoch; without a forecast the latest. */
  static long medianMs(AlertMember member) {
    return member.getVerdict().hasExhaustionP50S()
        ? member.getAsOfMs() + (long) (member.getVerdict().getExhaustionP50S() * 1000)
        : Long.MAX_VALUE;
  }

  private static int indexOf(LeakAlert.Builder alert, String jvmId) {
    for (int i = 0; i < alert.getMembersCount(); i++) {
      if (alert.getMembers(i).getInfo().getJvmId().equals(jvmId)) {
        return i;
      }
    }
    return -1;
  }

  private static String id(AlertMember member) {
    return member.getInfo().getJvmId();
  }
}
