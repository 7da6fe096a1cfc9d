package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.LeakAlert;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many alerts began to fire, and how the ended ones ended. Not thread-safe. */
final class AlertCounts {

  private static final String FIRING = "firing";

  private static final String WITHIN = "within";
  private static final String OUTSIDE = "outside";

  private final Map<String, Long> forecasts = new LinkedHashMap<>(Map.of(WITHIN, 0L, OUTSIDE, 0L));
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

  /**
   * Counts what came to the forecasts that were checked; {@code before} is null for a new alert.
   */
  void countForecasts(@Nullable LeakAlert before, LeakAlert alert) {
    int within = alert.getForecastsWithin();
    int outside = alert.getForecastsChecked() - within;
    if (before != null) {
      within -= before.getForecastsWithin();
      outside -= before.getForecastsChecked() - before.getForecastsWithin();
    }
    forecasts.merge(WITHIN, (long) Math.max(0, within), Long::sum);
    forecasts.merge(OUTSIDE, (long) Math.max(0, outside), Long::sum);
  }

  /** Checked forecasts by {@code within} and {@code outside} their interval. */
  Map<String, Long> forecasts() {
    return Map.copyOf(forecasts);
  }

  Map<String, Long> byOutcome() {
    return Map.copyOf(byOutcome);
  }

  /** As a label: {@code fixed}, {@code refuted}, …; {@code unknown} where none is told. */
  static String name(AlertOutcome outcome) {
    return switch (outcome) {
      case ALERT_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> "unknown";
      case FIXED, REFUTED, OUT_OF_MEMORY_ERROR, CONTAINER_LIMIT, ENDED_WHILE_LEAKING, SILENT ->
          outcome.name().toLowerCase(Locale.ROOT);
    };
  }
}
