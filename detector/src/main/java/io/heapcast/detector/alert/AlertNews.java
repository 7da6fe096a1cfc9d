package io.heapcast.detector.alert;

import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether an alert is worth telling again: verdicts come every few minutes, news seldom. */
final class AlertNews {

  /**
   * An alert is sent again when the median time of exhaustion came nearer by this share of what is
   * left, or receded by this share of all the time from the member's first forecast to it. Near a
   * limit a forecast always says soon: every verdict would be news, if what is left were the
   * measure of that too.
   */
  private static final double FORECAST_SHARE = 0.2;

  /** Less is no news, however little is left. */
  private static final long LEAST_MOVE_MS = 60_000;

  private static final double PROBABILITY_STEP = 0.1;
  private static final double COUNT_SHARE = 0.1;

  private @Nullable Long sentP50Ms;
  private double sentProbability;
  private int sentLeaking;

  AlertNews(ScopeState state) {
    sentP50Ms = state.hasSentP50Ms() ? state.getSentP50Ms() : null;
    sentProbability = state.getSentProbability();
    sentLeaking = state.getSentLeaking();
  }

  void addTo(ScopeState.Builder state) {
    if (sentP50Ms != null) {
      state.setSentP50Ms(sentP50Ms);
    }
    state.setSentProbability(sentProbability).setSentLeaking(sentLeaking);
  }

  void forget() {
    sentP50Ms = null;
    sentProbability = 0;
    sentLeaking = 0;
  }

  /** This form of the alert is told. */
  void sent(LeakAlert.Builder alert) {
    sentP50Ms = Members.firstToEnd(alert).map(Members::medianMs).orElse(null);
    sentProbability = alert.getProbability();
    sentLeaking = alert.getInstancesLeaking();
  }

  boolean isNews(LeakAlert before, LeakAlert.Builder now) {
    return before.getUpdatedMs() == 0
        || before.getState() != now.getState()
        || before.getSeverity() != now.getSeverity()
        || membersChanged(before, now)
        || moreLeak(now)
        || Math.abs(now.getProbability() - sentProbability) >= PROBABILITY_STEP
        || (now.getState() == AlertState.FIRING && forecastMoved(now));
  }

  /** Members are bounded, their number is not. */
  private boolean moreLeak(LeakAlert.Builder now) {
    return Math.abs(now.getInstancesLeaking() - sentLeaking) > COUNT_SHARE * sentLeaking;
  }

  private static boolean membersChanged(LeakAlert before, LeakAlert.Builder now) {
    if (before.getMembersCount() != now.getMembersCount()
        || before.getEndedLeaking() != now.getEndedLeaking()) {
      return true;
    }
    for (int i = 0; i < now.getMembersCount(); i++) {
      AlertMember was = before.getMembers(i);
      AlertMember is = now.getMembers(i);
      if (was.getOutcome() != is.getOutcome()
          || !was.getInfo().getJvmId().equals(is.getInfo().getJvmId())) {
        return true;
      }
    }
    return false;
  }

  private boolean forecastMoved(LeakAlert.Builder now) {
    Optional<AlertMember> first = Members.firstToEnd(now);
    if (first.isEmpty() || sentP50Ms == null) {
      return first.isPresent() != (sentP50Ms != null);
    }
    long movedMs = Members.medianMs(first.get()) - sentP50Ms;
    long sinceMs = movedMs < 0 ? first.get().getAsOfMs() : first.get().getJoinedMs();
    return Math.abs(movedMs) > Math.max(LEAST_MOVE_MS, FORECAST_SHARE * (sentP50Ms - sinceMs));
  }
}
