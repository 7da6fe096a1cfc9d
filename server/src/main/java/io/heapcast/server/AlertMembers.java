package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.LeakAlert;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The members of an alert, in the orders that people ask for. */
final class AlertMembers {

  private static final Comparator<AlertMember> FIRST_TO_END =
      Comparator.comparing(AlertMembers::medianMs)
          .thenComparing(member -> -member.getVerdict().getProbability())
          .thenComparing(member -> member.getInfo().getJvmId());

  private AlertMembers() {}

  /** Members whose JVM still runs, the one that will end first at the head. */
  static List<AlertMember> running(LeakAlert alert) {
    return alert.getMembersList().stream()
        .filter(member -> !member.hasEndedMs())
        .sorted(FIRST_TO_END)
        .toList();
  }

  /** Members whose JVM ended, in the order of their end. */
  static List<AlertMember> ended(LeakAlert alert) {
    return alert.getMembersList().stream()
        .filter(AlertMember::hasEndedMs)
        .sorted(Comparator.comparing(AlertMember::getEndedMs))
        .toList();
  }

  /** The running ones, then the ended ones. */
  static List<AlertMember> runningFirst(LeakAlert alert) {
    return Stream.concat(running(alert).stream(), ended(alert).stream()).toList();
  }

  /** The running member that ends first; empty when none runs. */
  static Optional<AlertMember> firstToEnd(LeakAlert alert) {
    return running(alert).stream().findFirst();
  }

  private static long medianMs(AlertMember member) {
    return Forecast.current(member)
        .map(forecast -> forecast.median().toEpochMilli())
        .orElse(Long.MAX_VALUE);
  }
}
