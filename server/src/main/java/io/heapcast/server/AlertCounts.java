package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertOutcome;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How many alerts began to fire, and how the ended ones ended. Not thread-safe. */
final class AlertCounts {

  private static final String FIRING = "firing";

  private final Map<String, Long> byOutcome = new LinkedHashMap<>();

  AlertCounts() {
    // From 0, so that a rate sees the first one too.
    byOutcome.put(FIRING, 0L);
    for (AlertOutcome outcome : AlertOutcome.values()) {
      if (outcome != AlertOutcome.UNRECOGNIZED) {
        byOutcome.put(name(outcome), 0L);
      }
    }
  }

  void count(AlertChange change) {
    if (change.fires()) {
      byOutcome.merge(FIRING, 1L, Long::sum);
    } else if (change.resolves()) {
      byOutcome.merge(name(change.alert().getOutcome()), 1L, Long::sum);
    }
  }

  Map<String, Long> byOutcome() {
    return Map.copyOf(byOutcome);
  }

  private static String name(AlertOutcome outcome) {
    return switch (outcome) {
      case ALERT_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> "unknown";
      case FIXED, REFUTED, OUT_OF_MEMORY_ERROR, CONTAINER_LIMIT, ENDED_WHILE_LEAKING, SILENT ->
          outcome.name().toLowerCase(Locale.ROOT);
    };
  }
}
