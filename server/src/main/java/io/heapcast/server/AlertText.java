package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Resource;
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
 * CRITICAL: checkout 1.4.2 (prod) leaks heap on web-1/4711, 1 of 3 instances
 *   It will run out of heap in ≈ 42 min (31 min – 1 h 5 min), about 09:14 CET / 08:14 UTC.
 *
 *   since       08:02 CET / 07:02 UTC, 30 min ago (between 07:55 and 08:06)
 *   growth      120 MiB/h (95 MiB/h – 160 MiB/h), 0.8 % of what it allocates
 *   live set    310 MiB of 512 MiB (61 %)
 *   confidence  almost certainly a leak (97 %)
 *   not a cache, load or warm-up, because
 *               live set up 60 MiB over 7 floors, z 5.2
 *   doubts      only 40 % of the free space is used up yet
 *   refuted by  a live set below 250 MiB after an old collection
 *   do now      restart web-1/4711 before then: buys ≈ 1 h 12 min at this growth
 *   data as of  08:31:50 CET / 07:31:50 UTC, 12 s ago
 * </pre>
 */
public final class AlertText {

  /** More instances than this are counted, not listed. */
  private static final int MOST_LISTED = 10;

  private final LeakAlert alert;
  private final AlertWords words;
  private final Times times;
  private final TextBlock text = new TextBlock();

  private AlertText(LeakAlert alert, Clock clock) {
    this.alert = alert;
    this.words = new AlertWords(alert, clock);
    this.times = new Times(clock);
  }

  /** The alert as of now, with times in this machine's zone and in UTC. */
  public static String of(LeakAlert alert) {
    return of(alert, Clock.system(ZoneId.systemDefault()));
  }

  /** The alert as of the clock's time, with times in the clock's zone and in UTC. */
  public static String of(LeakAlert alert, Clock clock) {
    return new AlertText(alert, clock).render();
  }

  private String render() {
    text.line(0, words.level() + ": " + words.headline());
    if (alert.getState() == AlertState.RESOLVED) {
      addResolution();
    } else {
      words.worst().ifPresent(this::addOutlook);
    }
    addEnded();
    text.field("alert", alert.getLeakId());
    return text.toString();
  }

  private void addOutlook(MemberWords worst) {
    if (!words.running().isEmpty()) {
      addExhaustion(worst);
    }
    text.blank();
    worst.since().ifPresent(since -> text.field("since", since));
    worst.growth().ifPresent(growth -> text.field("growth", growth));
    worst.level().ifPresent(level -> text.field(levelName(), level));
    worst.confidence().ifPresent(confidence -> text.field("confidence", confidence));
    if (!worst.reasonsFor().isEmpty()) {
      text.line(1, "not a cache, load or warm-up, because");
      worst.reasonsFor().forEach(text::item);
    }
    text.list("doubts", worst.reasonsAgainst());
    worst.refutedBy().ifPresent(refutation -> text.field("refuted by", refutation));
    if (!words.running().isEmpty()) {
      text.field("do now", advice(worst));
    }
    text.field("data as of", worst.dataAsOf());
    addRunning();
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
  }

  private String advice(MemberWords worst) {
    return worst
        .restartBuys()
        .map(
            buys ->
                "restart %s %s: buys ≈ %s at this growth"
                    .formatted(
                        worst.instance(),
                        worst.isOverdue() ? "now" : "before then",
                        Human.duration(buys)))
        .orElse("plan a restart of %s: it starts again from its floor".formatted(worst.instance()));
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
