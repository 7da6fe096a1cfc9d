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
   * An alert is sent again when the median time of exhaustion moved by this share of what is left.
   */
  private static final double FORECAST_SHARE = 0.2;

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
    sentP50Ms = Members.firstP50Ms(alert).orElse(null);
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
    Optional<Long> p50Ms = Members.firstP50Ms(now);
    if (p50Ms.isPresent() != (sentP50Ms != null)) {
      return true;
    }
    long asOfMs = now.getMembersList().stream().mapToLong(AlertMember::getAsOfMs).max().orElse(0);
    return p50Ms.isPresent()
        && sentP50Ms != null
        && Math.abs(p50Ms.get() - sentP50Ms) > FORECAST_SHARE * Math.max(0, sentP50Ms - asOfMs);
  }
}
