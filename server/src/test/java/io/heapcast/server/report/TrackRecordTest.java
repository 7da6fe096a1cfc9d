package io.heapcast.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.AlertFeedback;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.FeedbackKind;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;
import io.heapcast.telemetry.v1.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrackRecordTest {

  private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-12-01T00:00:00Z");

  /** cart: paged on the 2nd, died on the 3rd. */
  private final LeakAlert died = alert("cart", 2, Severity.CRITICAL).build();

  /** batch: a ticket on the 5th that was refuted on the 6th. */
  private final LeakAlert refuted =
      resolved(alert("batch", 5, Severity.WARNING), AlertOutcome.REFUTED, 6);

  /** shop: a ticket on the 7th, fixed on the 9th. */
  private final LeakAlert fixed =
      resolved(alert("shop", 7, Severity.WARNING), AlertOutcome.FIXED, 9);

  /** web: fires since the 20th. */
  private final LeakAlert open = alert("web", 20, Severity.INFO).build();

  @Test
  void figuresAreThoseComputedByHand() {
    TrackRecord record =
        TrackRecord.of(
            List.of(died, refuted, fixed, open),
            List.of(
                Incident.of(end("cart", 3, Optional.of(died.getLeakId()))),
                Incident.of(end("mail", 12, Optional.empty()))),
            List.of(),
            SINCE,
            UNTIL);

    assertThat(record.pages()).containsExactly(died);
    assertThat(record.tickets()).containsExactly(refuted, fixed);
    assertThat(record.infos()).containsExactly(open);
    assertThat(record.confirmed()).containsExactly(died, fixed);
    assertThat(record.refuted()).containsExactly(refuted);
    assertThat(record.unsettled()).containsExactly(open);
    assertThat(record.precision()).isEqualTo(new Proportion(2, 3));
    assertThat(record.recall()).isEqualTo(new Proportion(1, 2));
    assertThat(record.medianLead()).contains(Duration.ofDays(1));
    assertThat(record.missed()).extracting(Incident::service).containsExactly("mail");
    assertThat(TrackRecordText.lines(record))
        .containsExactly(
            "2026-11-01T00:00:00Z – 2026-12-01T00:00:00Z (30 d)",
            "",
            "alerts      1 would have been paged, 2 tickets, 1 for information",
            "outcomes    2 confirmed, 1 false, 1 not settled",
            "precision   2 of 3 settled alerts confirmed: 67 % (95 % interval 21 % – 94 %)",
            "recall      1 of 2 incidents foreseen: 50 % (95 % interval 9.5 % – 91 %)",
            "lead        median 1 d, from 1 d to 1 d",
            "missed      2026-11-12T00:00:00Z mail (prod) mail-1 ran out of memory",
            "false       2026-11-05T00:00:00Z batch/heap@5, warning",
            "not settled 2026-11-20T00:00:00Z web/heap@20, info");
    assertThat(TrackRecordJson.of(record))
        .contains("\"confirmed\":[\"cart/heap@2\",\"shop/heap@7\"]")
        .contains("\"precision\":{\"hits\":2,\"of\":3,")
        .contains("\"forecastsWithin\":{\"hits\":0,\"of\":0,\"share\":null,")
        .contains("\"medianLeadSeconds\":86400.0");
  }

  @Test
  void whatWasPagedStaysAPageThoughItBecameATicketLater() {
    LeakAlert calmed = open.toBuilder().setHighestSeverity(Severity.CRITICAL).build();
    TrackRecord record = TrackRecord.of(List.of(calmed), List.of(), List.of(), SINCE, UNTIL);

    assertThat(record.pages()).containsExactly(calmed);
    assertThat(record.infos()).isEmpty();
    assertThat(TrackRecordText.lines(record))
        .contains("not settled 2026-11-20T00:00:00Z web/heap@20, critical");
  }

  @Test
  void whatIsOutsideOfTheSpanIsNotCountedButStillForesees() {
    LeakAlert early = alert("cart", 2, Severity.CRITICAL).setStartedMs(0).build();
    LeakAlert before =
        alert("cart", 2, Severity.CRITICAL).setStartedMs(SINCE.toEpochMilli() - 1).build();
    TrackRecord record =
        TrackRecord.of(
            List.of(early, before),
            List.of(
                Incident.of(end("cart", 3, Optional.of(before.getLeakId()))),
                Incident.of(end("cart", 40, Optional.empty()))),
            List.of(),
            SINCE,
            UNTIL);

    assertThat(record.pages()).isEmpty();
    assertThat(record.recall()).isEqualTo(new Proportion(1, 1));
    assertThat(record.precision().share()).isNaN();
  }

  @Test
  void whatTheDetectorDidNotForeseeIsMissedWhateverElseWasFiring() {
    TrackRecord record =
        TrackRecord.of(
            List.of(died),
            List.of(Incident.of(end("cart", 3, Optional.empty()))),
            List.of(),
            SINCE,
            UNTIL);

    assertThat(record.recall()).isEqualTo(new Proportion(0, 1));
    assertThat(record.unsettled()).containsExactly(died);
  }

  @Test
  void anOperatorsWordStandsAboveTheOutcomeAndAnIncidentAboveBoth() {
    TrackRecord record =
        TrackRecord.of(
            List.of(died, refuted, fixed, open),
            List.of(Incident.of(end("cart", 3, Optional.of(died.getLeakId())))),
            List.of(
                said(died, FeedbackKind.NOT_A_LEAK),
                said(refuted, FeedbackKind.CONFIRMED_LEAK),
                said(fixed, FeedbackKind.NOT_A_LEAK),
                said(open, FeedbackKind.ACCEPTED)),
            SINCE,
            UNTIL);

    assertThat(record.confirmed()).containsExactly(died, refuted, open);
    assertThat(record.refuted()).containsExactly(fixed);
    assertThat(record.unsettled()).isEmpty();
  }

  @Test
  void operatorsIncidentsAreMatchedByServiceEnvironmentAndTime(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("incidents.csv");
    Files.writeString(
        file,
        """
        # what our books say
        time,service,environment,what
        2026-11-03T00:00:00Z,cart,prod,INC-1, heap
        2026-11-03T00:00:00Z,cart,test,another environment
        2026-11-01T12:00:00Z,cart,,before the alert

        2026-11-08T00:00:00Z,batch,,after it was refuted
        """);
    TrackRecord record =
        TrackRecord.of(List.of(died, refuted), IncidentsFile.read(file), List.of(), SINCE, UNTIL);

    assertThat(record.confirmed()).containsExactly(died);
    assertThat(record.refuted()).containsExactly(refuted);
    assertThat(record.missed())
        .extracting(Incident::what)
        .containsExactly("before the alert", "another environment", "after it was refuted");
    assertThat(record.recall()).isEqualTo(new Proportion(1, 4));
  }

  @Test
  void aWrongLineIsNamed(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("incidents.csv");
    Files.writeString(file, "time,service,environment,what\nyesterday,cart,,\n");
    assertThatThrownBy(() -> IncidentsFile.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("incidents.csv line 2: found 'yesterday'");
    Files.writeString(file, "service;time\n");
    assertThatThrownBy(() -> IncidentsFile.read(file))
        .hasMessageContaining(
            "line 1: found 'service;time', expected time,service,environment,what");
  }

  /** Wilson's own formula, with values of its tables. */
  @Test
  void intervalsAreHonestForFewCases() {
    assertThat(new Proportion(9, 10).low()).isCloseTo(0.5958, within(1e-4));
    assertThat(new Proportion(9, 10).high()).isCloseTo(0.9821, within(1e-4));
    assertThat(new Proportion(0, 5).low()).isCloseTo(0, within(1e-9));
    assertThat(new Proportion(0, 5).high()).isCloseTo(0.4345, within(1e-4));
    assertThat(new Proportion(5, 5).high()).isCloseTo(1, within(1e-9));
  }

  private static LeakAlert.Builder alert(String service, int day, Severity severity) {
    return LeakAlert.newBuilder()
        .setLeakId(service + "/heap@" + day)
        .setScope(
            AlertScope.newBuilder().setServiceName(service).setDeploymentEnvironmentName("prod"))
        .setState(AlertState.FIRING)
        .setSeverity(severity)
        .setStartedMs(day(day));
  }

  private static AlertFeedback said(LeakAlert alert, FeedbackKind kind) {
    return AlertFeedback.newBuilder().setLeakId(alert.getLeakId()).setKind(kind).build();
  }

  private static LeakAlert resolved(LeakAlert.Builder alert, AlertOutcome outcome, int day) {
    return alert.setState(AlertState.RESOLVED).setOutcome(outcome).setResolvedMs(day(day)).build();
  }

  private static OutOfMemory end(String service, int day, Optional<String> leakId) {
    OutOfMemory.Builder end =
        OutOfMemory.newBuilder()
            .setInfo(
                JvmInfo.newBuilder()
                    .setServiceName(service)
                    .setServiceInstanceId(service + "-1")
                    .setDeploymentEnvironmentName("prod"))
            .setTimeMs(day(day));
    leakId.ifPresent(end::setLeakId);
    return end.build();
  }

  /** Midnight of that day of November 2026. */
  private static long day(int day) {
    return SINCE.plus(Duration.ofDays(day - 1L)).toEpochMilli();
  }
}
