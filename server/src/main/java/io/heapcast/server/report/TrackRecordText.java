package io.heapcast.server.report;

import io.heapcast.server.Human;
import io.heapcast.telemetry.v1.LeakAlert;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A track record as a person reads it, line by line. Times are UTC. */
public final class TrackRecordText {

  private TrackRecordText() {}

  /** The lines, without line breaks. */
  public static List<String> lines(TrackRecord record) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s – %s (%s)"
            .formatted(
                seconds(record.since()),
                seconds(record.until()),
                Human.duration(Duration.between(record.since(), record.until()))));
    lines.add("");
    lines.add(
        "alerts      %d would have been paged, %d tickets, %d for information"
            .formatted(record.pages().size(), record.tickets().size(), record.infos().size()));
    lines.add(
        "outcomes    %d confirmed, %d false, %d not settled"
            .formatted(
                record.confirmed().size(), record.refuted().size(), record.unsettled().size()));
    lines.add("precision   " + share(record.precision(), "settled alerts confirmed"));
    lines.add("recall      " + share(record.recall(), "incidents foreseen"));
    record.medianLead().ifPresent(median -> lines.add("lead        " + lead(record, median)));
    if (record.forecasts().of() > 0) {
      lines.add("forecasts   " + share(record.forecasts(), "within their 80 % interval"));
    }
    record.missed().forEach(incident -> lines.add("missed      " + missed(incident)));
    record.refuted().forEach(alert -> lines.add("false       " + alert(alert)));
    record.unsettled().forEach(alert -> lines.add("not settled " + alert(alert)));
    return List.copyOf(lines);
  }

  private static String share(Proportion share, String what) {
    return share.of() == 0
        ? "not known: no " + what
        : "%d of %d %s: %s (95 %% interval %s – %s)"
            .formatted(
                share.hits(),
                share.of(),
                what,
                Human.percent(share.share()),
                Human.percent(share.low()),
                Human.percent(share.high()));
  }

  private static String lead(TrackRecord record, Duration median) {
    List<Duration> leads = record.leads();
    return "median %s, from %s to %s"
        .formatted(
            Human.duration(median),
            Human.duration(leads.get(0)),
            Human.duration(leads.get(leads.size() - 1)));
  }

  private static String missed(Incident incident) {
    String environment = incident.environment().map(name -> " (" + name + ")").orElse("");
    return "%s %s%s %s"
        .formatted(seconds(incident.time()), incident.service(), environment, incident.what());
  }

  private static String alert(LeakAlert alert) {
    return "%s %s, %s"
        .formatted(
            seconds(Instant.ofEpochMilli(alert.getStartedMs())),
            alert.getLeakId(),
            TrackRecord.highest(alert).name().toLowerCase(Locale.ROOT));
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
