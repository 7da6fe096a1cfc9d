package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LimitTicketsTest {

  private final ManualClock clock = new ManualClock(Samples.NOW, "UTC");
  private final AlertMode.Modes all = new AlertMode.Modes(AlertMode.PAGE, Map.of());
  private final LimitTickets tickets = new LimitTickets(all, clock);

  @Test
  void oneTicketPerServiceWithTheArithmeticOfItsTightestReplica() {
    List<LimitNotice> notices = tickets.of(List.of(tight(1, 400), tight(2, 448), healthy(3)));

    assertThat(notices)
        .singleElement()
        .satisfies(
            ticket -> {
              assertThat(ticket.labels())
                  .containsEntry("alertname", "HeapcastLimitTooSmall")
                  .containsEntry("service_name", "checkout")
                  .containsEntry("severity", "warning");
              assertThat(ticket.annotations(Links.NONE, clock))
                  .containsEntry(
                      "arithmetic",
                      "448 MiB kept of 512 MiB (88 %) on web-2/4711; a limit of 640 MiB would"
                          + " leave 30 % free")
                  .containsEntry("instances", "2 instances");
            });
  }

  @Test
  void itIsRoutedToTheTeamThatItsReplicasNamedWhenItBegan() {
    JvmVerdict.Builder mine = tight(1, 448).toBuilder();
    mine.getInfoBuilder().putAttributes("team", "payments");
    JvmVerdict.Builder theirs = tight(1, 448).toBuilder();
    theirs.getInfoBuilder().putAttributes("team", "alpha");

    assertThat(tickets.of(List.of(mine.build())).get(0).labels()).containsEntry("team", "payments");
    assertThat(tickets.of(List.of(theirs.build())).get(0).labels())
        .as("labels stay while a ticket is open")
        .containsEntry("team", "payments");
  }

  @Test
  void itEndsAfterAQuarterOfAnHourWithoutOneAndBeginsAnewAfterThat() {
    LimitNotice first = tickets.of(List.of(tight(1, 448))).get(0);
    clock.advance(Duration.ofMinutes(10));
    assertThat(tickets.of(List.of(healthy(1))).get(0).endedAt()).isNull();
    assertThat(tickets.of(List.of(tight(1, 448))).get(0).startsAt()).isEqualTo(first.startsAt());
    clock.advance(Duration.ofMinutes(15));

    assertThat(tickets.of(List.of(healthy(1))).get(0).endedAt()).isEqualTo(clock.instant());
    assertThat(tickets.of(List.of(healthy(1)))).isEmpty();
  }

  @Test
  void inShadowThereAreNone() {
    LimitTickets shadow = new LimitTickets(new AlertMode.Modes(AlertMode.SHADOW, Map.of()), clock);

    assertThat(shadow.of(List.of(tight(1, 448)))).isEmpty();
  }

  private static JvmVerdict tight(int n, double mib) {
    return verdict(n, VerdictState.LIMIT_TOO_SMALL, mib);
  }

  private static JvmVerdict healthy(int n) {
    return verdict(n, VerdictState.HEALTHY, 100);
  }

  private static JvmVerdict verdict(int n, VerdictState state, double mib) {
    ResourceVerdict verdict = Samples.leak().setState(state).setLevel(mib * Samples.MIB).build();
    return Samples.verdict(Samples.info(n).build(), verdict).build();
  }
}
