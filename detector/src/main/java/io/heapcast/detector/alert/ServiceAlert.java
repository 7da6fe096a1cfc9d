package io.heapcast.detector.alert;

import io.heapcast.detector.v1.ScopeState;
import io.heapcast.detector.v1.SeenInstance;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.EvidenceRequest;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The alert of one {@link AlertScope scope}: verdicts of its JVMs in, at most one open alert out.
 *
 * <p>It is pending while a leak is suspected and fires when one is concluded. It gathers the JVMs
 * that leak alike, and outlives them: when all have ended it waits for the next incarnation. It
 * closes
 *
 * <ul>
 *   <li>as refuted when every member's leak was withdrawn;
 *   <li>as fixed when the JVMs that came after, or those of another version, are calm past the age
 *       at which the leak was caught;
 *   <li>with the end of its last member (OutOfMemoryError, container limit, ended while leaking)
 *       when no next JVM came within a day, or the service is not heard of any more.
 * </ul>
 */
public final class ServiceAlert {

  /** Of the state; raised when an older reader would misread it. */
  public static final int STATE_VERSION = 2;

  /** An alert whose next JVM does not come within this time of the last end has ended with it. */
  private static final Duration NEXT_WITHIN = Duration.ofHours(24);

  private final AlertPolicy policy;
  private final Instances instances;
  private final VersionMemory memory;
  private final Restarts restarts;
  private final Lives lives;
  private final Evidence evidence;
  private final AlertNews news;

  /** Alert, what was sent of it, and the numbers beside it. */
  private final ScopeState.Builder state;

  /**
   * What there is to say.
   *
   * @param alert the alert, when there is something new to say about it
   * @param request asks for a closer look
   */
  public record Said(Optional<LeakAlert> alert, Optional<EvidenceRequest> request) {
    static final Said NOTHING = new Said(Optional.empty(), Optional.empty());
  }

  /**
   * Restores a scope.
   *
   * @throws IllegalArgumentException when a newer version wrote the state
   */
  public ServiceAlert(ScopeState restored, AlertPolicy policy) {
    if (restored.getVersion() > STATE_VERSION) {
      throw new IllegalArgumentException(
          "alert state: found version %d, expected at most %d"
              .formatted(restored.getVersion(), STATE_VERSION));
    }
    this.policy = policy;
    instances = new Instances(restored.getInstancesMap());
    memory = new VersionMemory(restored.getVersionsList());
    restarts = new Restarts(restored.getRestartsList());
    lives = new Lives(restored.getLivesList());
    evidence = new Evidence(restored.getAsked());
    state = ScopeState.newBuilder().setVersion(STATE_VERSION);
    state.setLastSeenMs(restored.getLastSeenMs());
    if (restored.hasAlert()) {
      state
          .setAlert(restored.getAlert())
          .setMostLeaking(restored.getMostLeaking())
          .setCaughtAgeMs(restored.getCaughtAgeMs());
      if (restored.getVersion() < 2) {
        upgrade(restored);
      }
    }
    news = new AlertNews(restored);
  }

  /** All that is remembered. */
  public ScopeState toState() {
    ScopeState.Builder all =
        state
            .clone()
            .putAllInstances(instances.toState())
            .addAllVersions(memory.toState())
            .addAllRestarts(restarts.toState())
            .addAllLives(lives.toState())
            .setAsked(evidence.toState());
    news.addTo(all);
    return all.build();
  }

  /** The alert, while one fires. */
  public Optional<LeakAlert> firing() {
    return state.getAlert().getState() == AlertState.FIRING
        ? Optional.of(state.getAlert())
        : Optional.empty();
  }

  /**
   * Takes in the next verdict of any JVM of this scope.
   *
   * @param scope the scope, as {@link Scopes#of} gives it for this verdict
   * @param wallMs wall clock, to know later what is not heard of any more
   */
  public Said accept(AlertScope scope, JvmVerdict verdict, ResourceVerdict said, long wallMs) {
    state.setLastSeenMs(wallMs);
    if (!state.hasAlert()) {
      state.clearCaughtAgeMs().clearMostLeaking();
    }
    String jvmId = verdict.getInfo().getJvmId();
    SeenInstance before = instances.get(jvmId);
    Optional<ResourceVerdict> byLives =
        lives.conclude(verdict, said, before != null && before.getRisesInEveryLife());
    ResourceVerdict resource = byLives.orElse(said);
    Optional<EndCause> cause = EndCause.of(verdict).filter(end -> concerns(end, resource, jvmId));
    Suspicion suspicion = remember(verdict, resource, cause, wallMs);
    instances.risesInEveryLife(jvmId, byLives.isPresent());
    if (cause.isEmpty() && verdict.getEnded().getReason() == EndReason.SHUTDOWN) {
      lives.ended(verdict, said);
    }
    if (!state.hasAlert()) {
      if (!suspicion.isAny()) {
        return Said.NOTHING;
      }
      open(scope, verdict);
    }
    LeakAlert.Builder alert = state.getAlert().toBuilder();
    boolean fires = suspicion == Suspicion.LEAK && alert.getState() == AlertState.PENDING;
    if (fires) {
      alert.setState(AlertState.FIRING).setStartedMs(verdict.getAsOfMs());
    }
    Members.update(alert, verdict, resource, suspicion, cause);
    if (fires) {
      Members.dropSuspected(alert, jvmId);
    }
    Members.bound(alert);
    if (verdict.hasEnded() && Members.isMember(alert, jvmId)) {
      instances.memberEnded();
    } else if (Members.lastEndMs(alert) > 0) {
      instances.countQuiet(verdict, before, Members.lastEndMs(alert));
    }
    describe(alert, verdict.getAsOfMs());
    close(alert, verdict.getAsOfMs());
    return say(alert, verdict.getAsOfMs());
  }

  /**
   * Lets go of JVMs that were not heard of for this time; an alert none of whose JVMs is heard of
   * any more ends with what became of its last member.
   *
   * @param wallMs wall clock now
   */
  public Optional<LeakAlert> expire(long wallMs, Duration ttl) {
    if (state.getLastSeenMs() == 0) {
      state.setLastSeenMs(wallMs);
    }
    List<String> silent = instances.removeSilent(wallMs, ttl.toMillis());
    boolean gone = instances.size() == 0 && wallMs - state.getLastSeenMs() > ttl.toMillis();
    if (!state.hasAlert() || (silent.isEmpty() && !gone)) {
      return Optional.empty();
    }
    LeakAlert.Builder alert = state.getAlert().toBuilder();
    silent.forEach(jvmId -> Members.silence(alert, jvmId));
    long asOfMs =
        alert.getMembersList().stream()
            .mapToLong(member -> Math.max(member.getAsOfMs(), member.getEndedMs()))
            .max()
            .orElse(alert.getUpdatedMs());
    describe(alert, asOfMs);
    if (gone) {
      resolve(alert, Members.lastOutcome(alert), asOfMs);
    }
    return tell(alert, asOfMs);
  }

  /** Whether there is nothing to remember, as for a resource that is not judged. */
  public boolean isBlank() {
    return !state.hasAlert()
        && instances.size() == 0
        && memory.isBlank()
        && restarts.toState().isEmpty()
        && lives.toState().isEmpty();
  }

  /** Whether nothing was heard of the service for this time, and no alert is open. */
  public boolean isForgettable(long wallMs, Duration ttl) {
    return !state.hasAlert()
        && state.getLastSeenMs() > 0
        && wallMs - state.getLastSeenMs() > ttl.toMillis();
  }

  /** Another resource's exhaustion is another alert's; the container's limit ends any leak. */
  private boolean concerns(EndCause end, ResourceVerdict resource, String jvmId) {
    if (end.resource() == resource.getResource()) {
      return true;
    }
    boolean endsAny =
        end.exhausted(resource.getResource()) || end.outcome() == AlertOutcome.CONTAINER_LIMIT;
    return endsAny
        && state.getAlert().getMembersList().stream()
            .anyMatch(member -> member.getInfo().getJvmId().equals(jvmId));
  }

  private Suspicion remember(
      JvmVerdict verdict, ResourceVerdict resource, Optional<EndCause> cause, long wallMs) {
    JvmInfo info = verdict.getInfo();
    SeenInstance before = instances.get(info.getJvmId());
    boolean unjudged = before == null && resource.getState() == VerdictState.UNKNOWN;
    if (unjudged && !state.hasAlert() && cause.isEmpty() && !resource.hasProbability()) {
      return Suspicion.NONE;
    }
    if (before == null) {
      memory.started(info);
    }
    boolean counted = before != null && before.getCountedLeaked();
    Suspicion suspicion = Suspicion.of(resource, before, memory.isKnownToLeak(info, counted));
    instances.put(verdict, resource, suspicion, wallMs);
    long ageMs = Math.max(0, verdict.getAsOfMs() - info.getStartTimeMs());
    if (suspicion == Suspicion.LEAK && !counted) {
      counted = true;
      caught(info, isOfThisLeak(resource, before) ? age(info, resource.getAlertTimeMs()) : ageMs);
    } else if (!suspicion.isAny() && counted) {
      counted = false;
      memory.refuted(info);
    }
    boolean cleared = before != null && before.getCountedCleared();
    if (resource.getState() == VerdictState.HEALTHY) {
      cleared = memory.healthy(info, ageMs, cleared);
    }
    SeenInstance seen = instances.get(info.getJvmId());
    if (seen != null) {
      instances.replace(
          info.getJvmId(),
          seen.toBuilder().setCountedLeaked(counted).setCountedCleared(cleared).build());
    }
    if (verdict.hasEnded()) {
      instances.remove(info.getJvmId());
      rememberEnd(verdict, suspicion, counted, cause);
    }
    return suspicion;
  }

  /**
   * Whether a verdict's alert time is that of the leak it tells of. A JVM keeps the time of its
   * first alert for life; one before the last verdict that saw no leak is of a withdrawn leak.
   */
  private static boolean isOfThisLeak(ResourceVerdict resource, @Nullable SeenInstance before) {
    return resource.hasAlertTimeMs()
        && (before == null || resource.getAlertTimeMs() >= before.getAsOfMs());
  }

  private void rememberEnd(
      JvmVerdict verdict, Suspicion suspicion, boolean counted, Optional<EndCause> cause) {
    JvmInfo info = verdict.getInfo();
    long endedMs = verdict.getEnded().getTimeMs();
    if (cause.isPresent() && !counted) {
      caught(info, age(info, endedMs));
    } else if (suspicion.isAny() && !counted) {
      memory.endedSuspected(info);
      state.setCaughtAgeMs(Math.max(state.getCaughtAgeMs(), age(info, endedMs)));
    }
    if (cause.isEmpty() && verdict.getEnded().getReason() == EndReason.SHUTDOWN) {
      restarts.add(info.getStartTimeMs(), endedMs);
    }
  }

  private void caught(JvmInfo info, long ageMs) {
    memory.leaked(info, ageMs);
    state.setCaughtAgeMs(Math.max(state.getCaughtAgeMs(), ageMs));
  }

  private void open(AlertScope scope, JvmVerdict verdict) {
    long pendingMs = verdict.getAsOfMs();
    instances.alertOpened();
    state.setAlert(
        LeakAlert.newBuilder()
            .setLeakId(Scopes.key(scope) + "@" + Instant.ofEpochMilli(pendingMs))
            .setScope(scope)
            .setState(AlertState.PENDING)
            .setPendingMs(pendingMs));
  }

  /** Everything about the alert that follows from its members, replicas and past. */
  private void describe(LeakAlert.Builder alert, long asOfMs) {
    int leaking = instances.count(Suspicion.LEAK);
    int suspicious = instances.count(seen -> Suspicion.of(seen).isAny());
    int growing = alert.getState() == AlertState.PENDING ? suspicious : leaking;
    state.setMostLeaking(Math.max(state.getMostLeaking(), growing));
    Long caughtAgeMs = memory.caughtAgeMs();
    int calm =
        caughtAgeMs == null
            ? 0
            : instances.count(seen -> FleetProbability.isCalm(seen, caughtAgeMs));
    alert
        .setInstancesSeen(instances.size())
        .setInstancesLeaking(leaking)
        .setInstancesSuspected(suspicious - leaking)
        .setInstancesComparable(growing + calm)
        .clearVersions()
        .addAllVersions(memory.with(instances));
    restarts.usualLifeMs().ifPresentOrElse(alert::setUsualLifeMs, alert::clearUsualLifeMs);
    FleetProbability probability = FleetProbability.of(alert, instances, memory);
    alert
        .setProbability(probability.value())
        .clearReasonsFor()
        .addAllReasonsFor(probability.reasonsFor())
        .clearReasonsAgainst()
        .addAllReasonsAgainst(probability.reasonsAgainst());
    AlertPolicy.Judged judged = policy.judge(alert, restarts.usualLifeMs());
    if (judged.severity() != alert.getSeverity()) {
      alert.setSeveritySinceMs(asOfMs);
    }
    alert
        .setSeverity(judged.severity())
        .clearSeverityReasons()
        .addAllSeverityReasons(judged.reasons());
    boolean higher = judged.severity().getNumber() > alert.getHighestSeverity().getNumber();
    if (alert.getState() == AlertState.FIRING && higher) {
      alert.setHighestSeverity(judged.severity());
    }
  }

  /** Closes it when it is over; {@code nowMs} says when, and decides nothing. */
  private void close(LeakAlert.Builder alert, long nowMs) {
    boolean active = alert.getMembersList().stream().anyMatch(Members::isActive);
    if (active || instances.anySuspicious()) {
      return;
    }
    if (alert.getEndedLeaking() == 0) {
      resolve(
          alert,
          Members.has(alert, AlertOutcome.SILENT) ? AlertOutcome.SILENT : AlertOutcome.REFUTED,
          nowMs);
      return;
    }
    Successors successors = Successors.of(alert, instances, memory);
    if (successors.prove(state.getMostLeaking(), state.getCaughtAgeMs())) {
      boolean leaked = alert.getStartedMs() > 0 || Members.hasExhausted(alert);
      resolve(alert, leaked ? AlertOutcome.FIXED : AlertOutcome.REFUTED, nowMs);
      successors.sameVersions().forEach(memory::forgive);
    } else if (successors.isEmpty() && Quiet.ofMost(instances) > NEXT_WITHIN.toMillis()) {
      resolve(alert, Members.lastOutcome(alert), nowMs);
    }
  }

  private static void resolve(LeakAlert.Builder alert, AlertOutcome outcome, long atMs) {
    alert.setState(AlertState.RESOLVED).setOutcome(outcome).setResolvedMs(atMs);
  }

  private Said say(LeakAlert.Builder alert, long nowMs) {
    Optional<EvidenceRequest> request =
        alert.getState() == AlertState.RESOLVED ? Optional.empty() : evidence.ask(alert, instances);
    return new Said(tell(alert, nowMs), request);
  }

  /** The alert, when it is news; asks for nothing. */
  private Optional<LeakAlert> tell(LeakAlert.Builder alert, long nowMs) {
    boolean isNews = news.isNews(state.getAlert(), alert);
    if (isNews) {
      alert.setUpdatedMs(nowMs);
      news.sent(alert);
    }
    LeakAlert now = alert.build();
    if (now.getState() == AlertState.RESOLVED) {
      state.clearAlert().clearMostLeaking().clearCaughtAgeMs();
      evidence.forget();
      news.forget();
    } else {
      state.setAlert(now);
    }
    return isNews ? Optional.of(now) : Optional.empty();
  }

  private static long age(JvmInfo info, long atMs) {
    return Math.max(0, atMs - info.getStartTimeMs());
  }

  /** Version 1 opened an alert when it fired, and did not count. */
  private void upgrade(ScopeState old) {
    LeakAlert alert = old.getAlert();
    state
        .getAlertBuilder()
        .setPendingMs(old.hasPendingMs() ? old.getPendingMs() : alert.getStartedMs());
    for (AlertMember member : alert.getMembersList()) {
      memory.started(member.getInfo());
      if (member.getOutcome() != AlertOutcome.REFUTED) {
        caught(member.getInfo(), age(member.getInfo(), member.getVerdict().getAlertTimeMs()));
      }
      boolean ended = member.hasEndedMs() && member.getOutcome() != AlertOutcome.REFUTED;
      state.getAlertBuilder().setEndedLeaking(state.getAlert().getEndedLeaking() + (ended ? 1 : 0));
      SeenInstance seen = instances.get(member.getInfo().getJvmId());
      if (seen != null && Suspicion.of(seen) == Suspicion.LEAK) {
        instances.replace(
            member.getInfo().getJvmId(), seen.toBuilder().setCountedLeaked(true).build());
      }
    }
    state.setMostLeaking(instances.count(Suspicion.LEAK));
  }
}
