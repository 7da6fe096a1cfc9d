package io.heapcast.detector.model;

import io.heapcast.detector.v1.ScopeState;
import io.heapcast.detector.v1.SeenInstance;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.Severity;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The alert of one {@link AlertScope scope}: verdicts of its JVMs in, at most one open alert out.
 *
 * <p>It opens when a JVM's leak is concluded, gathers the JVMs that leak alike, and outlives them:
 * a JVM that ends while leaking leaves the alert waiting for the next incarnation, which closes it
 * as fixed once it is healthy at the age at which the earlier one was caught. It closes as refuted
 * when every member's leak was withdrawn.
 */
public final class ServiceAlert {

  private static final int STATE_VERSION = 1;

  /**
   * An alert is sent again when the median time of exhaustion moved by this share of what is left.
   */
  private static final double FORECAST_NEWS_SHARE = 0.2;

  /** Beyond this a leak is for information: the next deploy will come first. */
  private static final Duration FAR = Duration.ofDays(7);

  /** Members that have ended and are still told of, the latest. */
  private static final int MOST_ENDED_MEMBERS = 20;

  /** Replicas remembered per service; further ones are judged and not counted. */
  private static final int MOST_INSTANCES = 1_000;

  private final ScopeState.Builder state;
  private final Duration horizon;

  /**
   * Restores a scope.
   *
   * @param horizon a leak that may exhaust its limit within this time is critical
   * @throws IllegalArgumentException when a newer version wrote the state
   */
  public ServiceAlert(ScopeState state, Duration horizon) {
    if (state.getVersion() > STATE_VERSION) {
      throw new IllegalArgumentException(
          "alert state: found version %d, expected at most %d"
              .formatted(state.getVersion(), STATE_VERSION));
    }
    this.state = state.toBuilder().setVersion(STATE_VERSION);
    this.horizon = horizon;
  }

  /** All that is remembered. */
  public ScopeState toState() {
    return state.build();
  }

  /**
   * Takes in the next verdict of any JVM of this scope.
   *
   * @param scope the scope, as {@link Scopes#of} gives it for this verdict
   * @return the alert, when there is something new to say about it
   */
  public Optional<LeakAlert> accept(
      AlertScope scope, JvmVerdict verdict, ResourceVerdict resource) {
    rememberInstance(verdict, resource);
    rememberSuspicion(verdict, resource);
    LeakAlert before = state.getAlert();
    if (!state.hasAlert()) {
      if (resource.getState() != VerdictState.LEAK) {
        return Optional.empty();
      }
      open(scope, verdict);
    }
    LeakAlert.Builder alert = state.getAlert().toBuilder();
    updateMember(alert, verdict, resource);
    close(alert, verdict, resource);
    alert.setSeverity(severity(alert)).setInstancesSeen(state.getInstancesCount());
    boolean news = isNews(before, alert);
    if (alert.getState() == AlertState.RESOLVED) {
      state.clearAlert().clearPendingMs().clearSentP50Ms();
    } else {
      state.setAlert(alert);
    }
    if (!news) {
      return Optional.empty();
    }
    alert.setUpdatedMs(verdict.getAsOfMs());
    if (state.hasAlert()) {
      state.setAlert(alert);
      firstP50(alert).ifPresentOrElse(state::setSentP50Ms, state::clearSentP50Ms);
    }
    return Optional.of(alert.build());
  }

  private void rememberInstance(JvmVerdict verdict, ResourceVerdict resource) {
    String jvmId = verdict.getInfo().getJvmId();
    if (verdict.hasEnded()) {
      state.removeInstances(jvmId);
    } else if (state.getInstancesCount() < MOST_INSTANCES || state.containsInstances(jvmId)) {
      state.putInstances(
          jvmId,
          SeenInstance.newBuilder()
              .setState(resource.getState())
              .setAsOfMs(verdict.getAsOfMs())
              .setStartMs(verdict.getInfo().getStartTimeMs())
              .build());
    }
  }

  private void rememberSuspicion(JvmVerdict verdict, ResourceVerdict resource) {
    if (isSuspect(resource.getState())) {
      if (!state.hasPendingMs()) {
        state.setPendingMs(verdict.getAsOfMs());
      }
    } else if (!state.hasAlert()
        && state.getInstancesMap().values().stream().noneMatch(i -> isSuspect(i.getState()))) {
      state.clearPendingMs();
    }
  }

  private static boolean isSuspect(VerdictState verdict) {
    return verdict == VerdictState.LEAK || verdict == VerdictState.LEAK_SUSPECTED;
  }

  private void open(AlertScope scope, JvmVerdict verdict) {
    Instant pending = Instant.ofEpochMilli(state.getPendingMs());
    state.setAlert(
        LeakAlert.newBuilder()
            .setLeakId(Scopes.key(scope) + "@" + pending)
            .setScope(scope)
            .setState(AlertState.FIRING)
            .setStartedMs(verdict.getAsOfMs()));
  }

  private static void updateMember(
      LeakAlert.Builder alert, JvmVerdict verdict, ResourceVerdict resource) {
    int index = indexOf(alert, verdict.getInfo().getJvmId());
    boolean leaks = resource.getState() == VerdictState.LEAK;
    if (index < 0) {
      if (!leaks) {
        return;
      }
      index = alert.getMembersCount();
      alert.addMembers(join(verdict, resource));
    }
    AlertMember.Builder member = alert.getMembersBuilder(index);
    if (leaks) {
      member
          .setInfo(verdict.getInfo())
          .setVerdict(resource)
          .setAsOfMs(verdict.getAsOfMs())
          .clearOutcome();
    } else if (member.getOutcome() == AlertOutcome.ALERT_OUTCOME_UNSPECIFIED) {
      member.setOutcome(AlertOutcome.REFUTED);
    }
    if (verdict.hasEnded()) {
      member.setEndedMs(verdict.getEnded().getTimeMs());
      if (leaks) {
        member.setOutcome(AlertOutcome.ENDED_WHILE_LEAKING);
      }
      member.getVerdictBuilder().clearKnots();
    }
    forgetOldest(alert);
  }

  /** A service that dies of its leak for months must still fit into one record. */
  private static void forgetOldest(LeakAlert.Builder alert) {
    int ended = 0;
    for (int i = alert.getMembersCount() - 1; i >= 0; i--) {
      if (alert.getMembers(i).hasEndedMs() && ++ended > MOST_ENDED_MEMBERS) {
        alert.removeMembers(i);
      }
    }
  }

  private static AlertMember.Builder join(JvmVerdict verdict, ResourceVerdict resource) {
    AlertMember.Builder member = AlertMember.newBuilder();
    long asOfMs = verdict.getAsOfMs();
    if (resource.hasExhaustionP50S()) {
      member
          .setForecastP10Ms(asOfMs + (long) (resource.getExhaustionP10S() * 1000))
          .setForecastP50Ms(asOfMs + (long) (resource.getExhaustionP50S() * 1000))
          .setForecastP90Ms(asOfMs + (long) (resource.getExhaustionP90S() * 1000));
    }
    return member;
  }

  private static int indexOf(LeakAlert.Builder alert, String jvmId) {
    for (int i = 0; i < alert.getMembersCount(); i++) {
      if (alert.getMembers(i).getInfo().getJvmId().equals(jvmId)) {
        return i;
      }
    }
    return -1;
  }

  private static void close(LeakAlert.Builder alert, JvmVerdict verdict, ResourceVerdict resource) {
    boolean active = alert.getMembersList().stream().anyMatch(ServiceAlert::isActive);
    if (active) {
      return;
    }
    boolean allRefuted =
        alert.getMembersList().stream()
            .allMatch(member -> member.getOutcome() == AlertOutcome.REFUTED);
    if (allRefuted) {
      resolve(alert, AlertOutcome.REFUTED, verdict.getAsOfMs());
    } else if (isHealthySuccessor(alert, verdict, resource)) {
      resolve(alert, AlertOutcome.FIXED, verdict.getAsOfMs());
    }
  }

  private static void resolve(LeakAlert.Builder alert, AlertOutcome outcome, long atMs) {
    alert.setState(AlertState.RESOLVED).setOutcome(outcome).setResolvedMs(atMs);
  }

  /** Healthy, started after the alert, and older than its members were when they were caught. */
  private static boolean isHealthySuccessor(
      LeakAlert.Builder alert, JvmVerdict verdict, ResourceVerdict resource) {
    long startMs = verdict.getInfo().getStartTimeMs();
    long ageMs = verdict.getAsOfMs() - startMs;
    return resource.getState() == VerdictState.HEALTHY
        && alert.getMembersList().stream()
            .allMatch(
                member ->
                    startMs >= alert.getStartedMs()
                        && ageMs
                            > member.getVerdict().getAlertTimeMs()
                                - member.getInfo().getStartTimeMs());
  }

  private static boolean isActive(AlertMember member) {
    return member.getOutcome() == AlertOutcome.ALERT_OUTCOME_UNSPECIFIED;
  }

  private Severity severity(LeakAlert.Builder alert) {
    double soonest = Double.POSITIVE_INFINITY;
    double median = Double.POSITIVE_INFINITY;
    for (AlertMember member : alert.getMembersList()) {
      ResourceVerdict verdict = member.getVerdict();
      if (member.getOutcome() != AlertOutcome.REFUTED && verdict.hasExhaustionP50S()) {
        soonest = Math.min(soonest, verdict.getExhaustionP10S());
        median = Math.min(median, verdict.getExhaustionP50S());
      }
    }
    if (soonest <= horizon.toSeconds()) {
      return Severity.CRITICAL;
    }
    boolean far = median > FAR.toSeconds() && median < Double.POSITIVE_INFINITY;
    return far ? Severity.INFO : Severity.WARNING;
  }

  private boolean isNews(LeakAlert before, LeakAlert.Builder now) {
    if (before.getState() != now.getState()
        || before.getSeverity() != now.getSeverity()
        || before.getMembersCount() != now.getMembersCount()) {
      return true;
    }
    for (int i = 0; i < now.getMembersCount(); i++) {
      if (before.getMembers(i).getOutcome() != now.getMembers(i).getOutcome()) {
        return true;
      }
    }
    return forecastMoved(now);
  }

  private boolean forecastMoved(LeakAlert.Builder now) {
    Optional<Long> p50Ms = firstP50(now);
    if (p50Ms.isPresent() != state.hasSentP50Ms()) {
      return true;
    }
    long asOfMs = now.getMembersList().stream().mapToLong(AlertMember::getAsOfMs).max().orElse(0);
    return p50Ms.isPresent()
        && Math.abs(p50Ms.get() - state.getSentP50Ms())
            > FORECAST_NEWS_SHARE * Math.max(0, state.getSentP50Ms() - asOfMs);
  }

  /** Median time of the first exhaustion among active members. */
  private static Optional<Long> firstP50(LeakAlert.Builder alert) {
    return alert.getMembersList().stream()
        .filter(ServiceAlert::isActive)
        .filter(member -> member.getVerdict().hasExhaustionP50S())
        .map(member -> member.getAsOfMs() + (long) (member.getVerdict().getExhaustionP50S() * 1000))
        .min(Long::compare);
  }
}
