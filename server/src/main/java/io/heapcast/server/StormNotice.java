package io.heapcast.server;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * More leaks at once than anybody can be paged for: most often one cause, such as a common library,
 * a load test, or a fault of Heapcast's own.
 *
 * @param startsAt when the first page was held back
 * @param paged pages let through within the last hour
 * @param heldBack pages that became tickets within the last hour
 * @param endedAt when it was over; null: it rages
 */
record StormNotice(
    Instant startsAt, long paged, long heldBack, @Nullable Instant endedAt, Instant learnedAt)
    implements Notice {

  static final String NAME = "HeapcastAlertStorm";

  @Override
  public String id() {
    return NAME + "@" + startsAt.getEpochSecond();
  }

  @Override
  public Instant stateSince() {
    return startsAt;
  }

  @Override
  public Map<String, String> labels() {
    return Map.of("alertname", NAME, "severity", "critical");
  }

  @Override
  public Map<String, String> annotations(Links links, Clock clock) {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(
        "summary",
        "%d leaks became critical within an hour: %d were paged, %d are tickets"
            .formatted(paged + heldBack, paged, heldBack));
    annotations.put(
        "description",
        "So many leaks at once mostly have one cause: a library or base image that many services"
            + " share, a load test, or a fault of Heapcast. Look for what they have in common on"
            + " the board of the fleet. Pages beyond heapcast.alert.storm.pages are delivered with"
            + " severity warning.");
    links.fleet().ifPresent(url -> annotations.put("dashboard_url", url));
    links.runbook(NAME).ifPresent(url -> annotations.put("runbook_url", url));
    return annotations;
  }
}
