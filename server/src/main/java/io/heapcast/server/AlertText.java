package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A leak alert as an on-call person reads it at night: plain text, lines of at most 100 columns,
 * without a trailing line break. What is not known is left out.
 *
 * <pre>
 * CRITICAL: checkout 1.4.2 (prod, west, team shopping) leaks heap on 2 of 3 instances
 *   The first, web-1/4711, will run out of heap in ≈ 42 min (31 min – 1 h 5 min), about 09:14 CET / 08:14 UTC.
 *   Half of its replicas will have in ≈ 2 h 30 min, about 11:02 CET / 10:02 UTC.
 *
 *   instances   web-1/4711: …
 *   since       08:02 CET / 07:02 UTC, 30 min ago (between 07:55 and 08:06), 1 h 2 min after 1.4.2 was deployed
 *   growth      120 MiB/h (95 MiB/h – 160 MiB/h), 0.8 % of what it allocates
 *   live set    310 MiB of 512 MiB (61 %)
 *   confidence  almost certainly a leak (97 %)
 *   severity    it may end within 8 h, and 2 of 3 replicas leak
 *   not a cache, load or warm-up, because
 *               live set up 60 MiB over 7 floors, z 5.2
 *   doubts      only 40 % of the free space is used up yet
 *   buy time    restart web-1/4711 first: ≈ 1 h 12 min each at this growth; 1.4.1 did not leak in 9 d
 *   refuted by  a live set below 250 MiB after an old collection
 *   data as of  08:31:50 CET / 07:31:50 UTC, 12 s ago
 *   board       http://grafana:3000/d/heapcast-leak?…
 *   runbook     https://…/HeapcastLeak.md
 * </pre>
 */
public final class AlertText {

  /** More instances than this are counted, not listed. */
  private static final int MOST_LISTED = 10;

  private final LeakAlert alert;
  private final Severity severity;
  private final String lowered;
  private final Links links;
  private final AlertWords words;
  private final Times times;
  private final TextBlock text = new TextBlock();

  private AlertText(LeakAlert alert, Severity severity, String lowered, Links links, Clock clock) {
    this.alert = alert;
    this.severity = severity;
    this.lowered = lowered;
    this.links = links;
    this.words = new AlertWords(alert, clock);
    this.times = new Times(clock);
  }

  /** The alert as of now, with times in this machine's zone and in UTC. */
  public static String of(LeakAlert alert) {
    return of(alert, Clock.system(ZoneId.systemDefault()));
  }

  /** The alert as of the clock's time, with times in the clock's zone and in UTC. */
  public static String of(LeakAlert alert, Clock clock) {
    return of(alert, alert.getSeverity(), "", Links.NONE, clock);
  }

  /**
   * As it is told to people.
   *
   * @param severity as it is told
   * @param lowered why it is lower than the alert's own; empty: it is not
   */
  static String of(LeakAlert alert, Severity severity, String lowered, Links links, Clock clock) {
    return new AlertText(alert, severity, lowered, links, clock).render();
  }

  private String render() {
    text.line(0, words.level(severity) + ": " + words.headline());
    if (alert.getState() == AlertState.RESOLVED) {
      addResolution();
    } else {
      words.worst().ifPresent(this::addOutlook);
    }
    addEnded();
    links.leak(alert).ifPresent(url -> text.field("board", url));
    links.runbook(LeakNotice.NAME).ifPresent(url -> text.field("runbook", url));
    text.field("alert", alert.getLeakId());
    return text.toString();
  }

  private void addOutlook(MemberWords worst) {
    if (!words.running().isEmpty()) {
      addExhaustion(worst);
    }
    text.blank();
    addRunning();
    worst.since().ifPresent(since -> text.field("since", since + words.sinceDeploy(worst)));
    worst.growth().ifPresent(growth -> text.field("growth", growth));
    worst.level().ifPresent(level -> text.field(levelName(), level));
    words.confidence(worst).ifPresent(confidence -> text.field("confidence", confidence));
    addSeverity();
    if (!words.reasonsFor(worst).isEmpty()) {
      text.line(1, "not a cache, load or warm-up, because");
      words.reasonsFor(worst).forEach(text::item);
    }
    text.list("doubts", words.reasonsAgainst(worst));
    if (!words.running().isEmpty()) {
      text.field("buy time", words.advice(worst));
    }
    worst.refutedBy().ifPresent(refutation -> text.field("refuted by", refutation));
    text.field("data as of", worst.dataAsOf());
  }

  private void addSeverity() {
    List<String> reasons = alert.getSeverityReasonsList().stream().map(Reason::getText).toList();
    text.list("severity", lowered.isEmpty() ? reasons : List.of(lowered));
  }

  private void addExhaustion(MemberWords worst) {
    String who = words.running().size() == 1 ? "It" : "The first, " + worst.instance() + ",";
    String running = who + " will run out of " + words.resource() + " ";
    worst
        .timeToExhaustion()
        .ifPresentOrElse(
            left ->
                text.line(
                    1,
                    running
                        + (worst.isOverdue() ? "at " : "in ")
                        + left
                        + worst.exhaustionTime().map(time -> ", about " + time).orElse("")
                        + "."),
            () -> text.line(1, "When it will run out of " + words.resource() + " is not known."));
    words
        .halfGone()
        .ifPresent(half -> text.line(1, "Half of its replicas will have in " + half + "."));
  }

  private void addRunning() {
    List<AlertMember> running = words.running();
    if (running.size() < 2) {
      return;
    }
    List<String> lines = new ArrayList<>();
    for (AlertMember member : running.subList(0, Math.min(running.size(), MOST_LISTED))) {
      lines.add(inShort(words.words(member)));
    }
    if (running.size() > MOST_LISTED) {
      lines.add("and " + (running.size() - MOST_LISTED) + " more");
    }
    text.list("instances", lines);
  }

  private static String inShort(MemberWords member) {
    return member.instance()
        + member.timeToExhaustion().map(left -> ": " + left).orElse("")
        + member.level().map(level -> ", " + level).orElse("");
  }

  private void addResolution() {
    AlertWords.outcome(alert.getOutcome()).ifPresent(how -> text.line(1, "Outcome: " + how + "."));
    text.blank();
    if (alert.hasResolvedMs()) {
      Instant started = Instant.ofEpochMilli(alert.getStartedMs());
      Instant resolved = Instant.ofEpochMilli(alert.getResolvedMs());
      text.field("alerted", times.both(started));
      text.field(
          "resolved",
          times.both(resolved) + ", after " + Human.duration(Duration.between(started, resolved)));
    }
    if (alert.getOutcome() == AlertOutcome.REFUTED || alert.getOutcome() == AlertOutcome.FIXED) {
      words.worst().ifPresent(worst -> text.list("because", worst.reasonsAgainst()));
    }
  }

  private void addEnded() {
    List<AlertMember> ended = words.ended();
    for (AlertMember member : ended.subList(0, Math.min(ended.size(), MOST_LISTED))) {
      MemberWords of = words.words(member);
      of.end()
          .ifPresent(
              end -> {
                text.field("ended", of.instance() + " at " + end);
                of.predicted().ifPresent(predicted -> text.field("predicted", predicted));
              });
    }
    if (ended.size() > MOST_LISTED) {
      text.field("ended", (ended.size() - MOST_LISTED) + " more");
    }
  }

  private String levelName() {
    Resource resource = alert.getScope().getResource();
    return resource == Resource.HEAP ? "live set" : "in use";
  }
}
