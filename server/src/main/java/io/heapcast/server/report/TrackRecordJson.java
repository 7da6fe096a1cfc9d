package io.heapcast.server.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heapcast.telemetry.v1.LeakAlert;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A track record for programs: {@code heapcast.report/v1}. What is not known is null. */
public final class TrackRecordJson {

  private static final JsonMapper JSON = new JsonMapper();

  private TrackRecordJson() {}

  /** One document, on one line. */
  public static String of(TrackRecord record) {
    ObjectNode root = JSON.createObjectNode();
    root.put("schema", "heapcast.report/v1");
    root.put("since", record.since().toString());
    root.put("until", record.until().toString());
    root.put("pages", record.pages().size());
    root.put("tickets", record.tickets().size());
    root.put("infos", record.infos().size());
    root.set("confirmed", ids(record.confirmed()));
    root.set("false", ids(record.refuted()));
    root.set("unsettled", ids(record.unsettled()));
    root.set("precision", share(record.precision()));
    root.set("recall", share(record.recall()));
    root.set("forecastsWithin", share(record.forecasts()));
    seconds(root, "medianLeadSeconds", record.medianLead());
    ArrayNode missed = root.putArray("missed");
    record
        .missed()
        .forEach(
            incident ->
                missed
                    .addObject()
                    .put("time", incident.time().toString())
                    .put("service", incident.service())
                    .put("what", incident.what()));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static ArrayNode ids(List<LeakAlert> alerts) {
    ArrayNode ids = JSON.createArrayNode();
    alerts.forEach(alert -> ids.add(alert.getLeakId()));
    return ids;
  }

  private static ObjectNode share(Proportion share) {
    ObjectNode node = JSON.createObjectNode().put("hits", share.hits()).put("of", share.of());
    if (share.of() == 0) {
      return node.putNull("share").putNull("low").putNull("high");
    }
    return node.put("share", share.share()).put("low", share.low()).put("high", share.high());
  }

  private static void seconds(ObjectNode node, String name, Optional<Duration> duration) {
    if (duration.isPresent()) {
      node.put(name, duration.get().toMillis() / 1000.0);
    } else {
      node.putNull(name);
    }
  }
}
