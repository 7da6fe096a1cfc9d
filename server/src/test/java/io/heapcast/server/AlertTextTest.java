package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.Severity;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.VersionRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AlertTextTest {

  private final ManualClock clock = new ManualClock(Samples.NOW, "Europe/Berlin");

  @Test
  void oneInstanceOfThree() throws IOException {
    LeakAlert alert = Samples.alert().addMembers(Samples.member(1, Samples.leak().build())).build();

    assertText(alert, "alert-one-instance.txt");
  }

  @Test
  void threeInstancesWorstFirst() throws IOException {
    ResourceVerdict slower =
        Samples.leak()
            .setExhaustionP10S(7200)
            .setExhaustionP50S(9000)
            .clearExhaustionP90S()
            .setLevel(300 * Samples.MIB)
            .build();
    ResourceVerdict unknown = Samples.leak().clearExhaustionP50S().clearLevel().build();
    LeakAlert alert =
        Samples.alert()
            .addMembers(Samples.member(1, unknown))
            .addMembers(Samples.member(2, slower))
            .addMembers(Samples.member(3, Samples.leak().build()))
            .build();

    assertText(alert, "alert-three-instances.txt");
  }

  @Test
  void anOutOfMemoryErrorBesideItsForecast() throws IOException {
    LeakAlert alert =
        Samples.alert()
            .setState(AlertState.RESOLVED)
            .setOutcome(AlertOutcome.OUT_OF_MEMORY_ERROR)
            .setResolvedMs(Samples.ms("2026-11-24T08:20:00Z"))
            .addMembers(
                Samples.member(1, Samples.leak().build())
                    .setEndedMs(Samples.ms("2026-11-24T08:20:00Z"))
                    .setOutcome(AlertOutcome.OUT_OF_MEMORY_ERROR))
            .build();
    clock.advance(Duration.ofMinutes(50));

    assertText(alert, "alert-out-of-memory.txt");
  }

  @Test
  void aRefutedAlertSaysWhy() throws IOException {
    ResourceVerdict back =
        Samples.leak()
            .clearReasonsAgainst()
            .addReasonsAgainst(
                Reason.newBuilder()
                    .setCode("came-back")
                    .setText("the live set has come back down from its highest"))
            .build();
    LeakAlert alert =
        Samples.alert()
            .setState(AlertState.RESOLVED)
            .setOutcome(AlertOutcome.REFUTED)
            .setResolvedMs(Samples.ms("2026-11-24T07:31:00Z"))
            .addMembers(Samples.member(1, back))
            .build();

    assertText(alert, "alert-refuted.txt");
  }

  @Test
  void nothingButTheServiceAndTheState() throws IOException {
    LeakAlert alert =
        Samples.alert()
            .setSeverity(Severity.WARNING)
            .setInstancesSeen(1)
            .addMembers(
                AlertMember.newBuilder()
                    .setInfo(Samples.info(1).clearServiceVersion())
                    .setAsOfMs(Samples.AS_OF.toEpochMilli())
                    .setVerdict(
                        ResourceVerdict.newBuilder()
                            .setResource(Resource.HEAP)
                            .setState(VerdictState.LEAK)))
            .build();

    assertText(alert, "alert-little-known.txt");
  }

  @Test
  void aForecastThatIsOverdue() {
    LeakAlert alert = Samples.alert().addMembers(Samples.member(1, Samples.leak().build())).build();
    clock.advance(Duration.ofMinutes(50));
    assertThat(AlertText.of(alert, clock))
        .contains("It will run out of heap at any moment (within 15 min), about 09:14:00 CET");

    clock.advance(Duration.ofMinutes(20));
    assertThat(AlertText.of(alert, clock))
        .contains("It will run out of heap at any moment (overdue by 28 min), about 09:14 CET");
  }

  @Test
  void threadsAreCountedNotMeasured() {
    ResourceVerdict threads =
        ResourceVerdict.newBuilder()
            .setResource(Resource.THREADS)
            .setGrowthPerHour(120)
            .setLevel(2400)
            .setLimit(4096)
            .build();
    LeakAlert.Builder alert = Samples.alert().addMembers(Samples.member(1, threads));
    alert.getScopeBuilder().setResource(Resource.THREADS);

    assertThat(AlertText.of(alert.build(), clock))
        .contains("leaks threads on web-1/4711")
        .contains("growth      120/h\n")
        .contains("in use      2400 of 4096 (59 %)\n");
  }

  @Test
  void anAlertWhoseInstancesAllEndedWaits() {
    LeakAlert alert =
        Samples.alert()
            .addMembers(
                Samples.member(1, Samples.leak().build())
                    .setEndedMs(Samples.ms("2026-11-24T07:30:00Z"))
                    .setOutcome(AlertOutcome.ENDED_WHILE_LEAKING))
            .build();

    assertThat(AlertText.of(alert, clock))
        .startsWith("CRITICAL: checkout 1.4.2 (prod) leaks heap, waiting for its next start\n")
        .contains(
            "ended       web-1/4711 at 08:30:00 CET / 07:30:00 UTC: ended while it was leaking")
        .doesNotContain("buy time")
        .doesNotContain("will run out");
  }

  @Test
  void whatTheFleetKnowsIsTold() throws IOException {
    LeakAlert.Builder alert = Samples.alert();
    alert.getScopeBuilder().setCluster("west");
    alert
        .setInstancesSeen(4)
        .setProbability(0.99)
        .addReasonsFor(Reason.newBuilder().setText("3 of 3 comparable replicas grow alike"))
        .addSeverityReasons(Reason.newBuilder().setText("it may end within 8 h"))
        .addVersions(version("1.4.2", "2026-11-24T06:00:00Z").setLeaked(3))
        .addVersions(
            version("1.4.1", "2026-11-15T06:00:00Z")
                .setCleared(4)
                .setLongestHealthyMs(Duration.ofDays(9).toMillis()));
    for (int n = 1; n <= 3; n++) {
      AlertMember.Builder member = Samples.member(n, Samples.leak().build());
      member.getInfoBuilder().putAttributes("team", "shopping");
      alert.addMembers(member);
    }
    Links links =
        new Links(Optional.of("http://grafana:3000"), Optional.of("http://docs/runbooks"));

    String text =
        AlertText.of(
            alert.build(), Severity.WARNING, "critical, but its mode is ticket", links, clock);

    Golden.assertMatches("alert-well-known.txt", text + "\n");
  }

  private static VersionRecord.Builder version(String name, String firstStart) {
    return VersionRecord.newBuilder()
        .setServiceVersion(name)
        .setFirstStartMs(Samples.ms(firstStart));
  }

  @Test
  void manyInstancesAreCountedNotListed() {
    LeakAlert.Builder alert = Samples.alert().setInstancesSeen(40);
    for (int n = 1; n <= 25; n++) {
      alert.addMembers(Samples.member(n, Samples.leak().build()));
    }

    assertThat(AlertText.of(alert.build(), clock))
        .contains("leaks heap on 25 of 40 instances")
        .contains("and 15 more")
        .hasLineCount(28);
  }

  @Test
  void longReasonsAreWrapped() {
    ResourceVerdict wordy = Samples.leak().setRefutedBy("word ".repeat(60)).build();
    LeakAlert alert = Samples.alert().addMembers(Samples.member(1, wordy)).build();

    assertThat(AlertText.of(alert, clock).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100))
        .anySatisfy(line -> assertThat(line).matches(" {14}(word ?)+"));
  }

  @Test
  void whereLocalTimeIsUtcItIsSaidOnce() {
    LeakAlert alert = Samples.alert().addMembers(Samples.member(1, Samples.leak().build())).build();

    assertThat(AlertText.of(alert, new ManualClock(Samples.NOW, "UTC")))
        .contains("about 08:14 UTC.")
        .doesNotContain("UTC / ");
  }

  private void assertText(LeakAlert alert, String golden) throws IOException {
    String text = AlertText.of(alert, clock);
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    Golden.assertMatches(golden, text + "\n");
  }
}
