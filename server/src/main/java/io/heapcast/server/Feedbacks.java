package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertFeedback;
import io.heapcast.telemetry.v1.FeedbackKind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What operators said of alerts, the last of each. Thread-safe. */
final class Feedbacks {

  private final Map<String, AlertFeedback> byLeak = new ConcurrentHashMap<>();

  /** When a leak was confirmed that was quiet until then. */
  private final Map<String, Instant> takenBack = new ConcurrentHashMap<>();

  void accept(AlertFeedback feedback) {
    String leakId = feedback.getLeakId();
    Instant said = Instant.ofEpochMilli(feedback.getSaidMs());
    if (feedback.getKind() != FeedbackKind.CONFIRMED_LEAK) {
      takenBack.remove(leakId);
    } else if (quietSince(leakId, said) != null) {
      takenBack.put(leakId, said);
    }
    byLeak.put(leakId, feedback);
  }

  void forget(String leakId) {
    byLeak.remove(leakId);
    takenBack.remove(leakId);
  }

  boolean has(String leakId) {
    return byLeak.containsKey(leakId);
  }

  /** When an acceptance ran out, or was taken back; empty: neither. */
  Optional<Instant> ringsAgainSince(String leakId, Instant now) {
    return Optional.ofNullable(byLeak.get(leakId))
        .filter(feedback -> feedback.getKind() == FeedbackKind.ACCEPTED)
        .map(feedback -> Instant.ofEpochMilli(feedback.getUntilMs()))
        .or(() -> Optional.ofNullable(takenBack.get(leakId)))
        .filter(since -> !now.isBefore(since));
  }

  /** Since when nobody is to hear of this alert; null: it may be told. */
  @Nullable Instant quietSince(String leakId, Instant now) {
    AlertFeedback feedback = byLeak.get(leakId);
    if (feedback == null) {
      return null;
    }
    boolean quiet =
        switch (feedback.getKind()) {
          case NOT_A_LEAK -> true;
          case ACCEPTED -> now.isBefore(Instant.ofEpochMilli(feedback.getUntilMs()));
          case CONFIRMED_LEAK, FEEDBACK_KIND_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    return quiet ? Instant.ofEpochMilli(feedback.getSaidMs()) : null;
  }
}
