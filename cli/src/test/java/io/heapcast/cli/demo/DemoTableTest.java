package io.heapcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.cli.demo.ChildEnd.How;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.WatchState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoTableTest {

  private final DemoTable table = new DemoTable(ZoneOffset.UTC, Style.PLAIN);

  @Test
  void everyServiceHasARowAndANote() {
    assertThat(String.join("\n", table.lines(Scenes.playing(), Scenes.NOW)))
        .isEqualTo(
            """
             SERVICE        STATE           LIVE SET        GROWTH         FULL IN     JVM
             cart-service   LEAK            91 of 128 MiB   +28.1 MiB/min  1 min 25 s  G1, JDK 17
                            growing since 07:45:12, full at ≈ 07:48:05 (07:47:42 – 07:48:50)
             catalog-cache  cache filling   66 of 144 MiB   +6 MiB/min     –           Parallel, JDK 17
                            12 floors; growth is slowing: 44 % of its earlier pace
             session-store  healthy         47 of 112 MiB   –              –           Serial, JDK 17
                            16 floors; rise not significant: z 0.4 of 3.2
             report-batch   not known yet   22 of 120 MiB   –              –           Serial, JDK 17
                            3 of 8 floors, next ≈ 07:46:49\
            """);
  }

  @Test
  void whatIsNotKnownIsADashAndNeverZero() {
    List<String> lines = table.lines(List.of(Scenes.starting(Cast.CART)), Scenes.NOW);

    assertThat(lines.get(1))
        .contains("starting        –               –              –")
        .doesNotContain("0 of");
    assertThat(lines.get(2)).isEmpty();
  }

  @Test
  void aRefusedServiceShowsTheReason() {
    JvmStatus refused =
        Scenes.status(Cast.CART, WatchState.REFUSED).toBuilder()
            .setReasonCode("attach-disabled")
            .setReason("attach is disabled (-XX:+DisableAttachMechanism)")
            .build();

    assertThat(table.lines(List.of(Scenes.starting(Cast.CART).with(refused)), Scenes.NOW))
        .anyMatch(line -> line.contains("not watched"))
        .anyMatch(line -> line.contains("attach is disabled (-XX:+DisableAttachMechanism)"));
  }

  @Test
  void aGrowthNobodyWouldSeeIsNone() {
    DemoJvm still =
        Scenes.judged(
            Cast.REPORTS, Scenes.heap(VerdictState.UNKNOWN, 74, 120).setGrowthPerHour(1024 * 1024));

    assertThat(table.lines(List.of(still), Scenes.NOW).get(1)).contains("74 of 120 MiB   none  ");
  }

  @Test
  void anOverdueForecastIsAnyMoment() {
    Instant late = Scenes.OUT_OF_MEMORY.plusSeconds(60);

    assertThat(table.lines(List.of(Scenes.leaking()), late).get(1)).contains("  any moment  ");
  }

  @Test
  void anEndedServiceSaysWhenAndHowItEnded() {
    DemoJvm ended = Scenes.alerted().with(Scenes.end(How.OUT_OF_MEMORY_ERROR));

    List<String> lines = table.lines(List.of(ended), Scenes.STOPPED);

    assertThat(lines.get(1)).contains("OUT OF MEMORY   91 of 128 MiB   +28.1 MiB/min  –  ");
    assertThat(lines.get(2)).endsWith("ended 07:48:00");
  }

  @Test
  void coloursDoNotMoveTheColumns() {
    DemoTable coloured = new DemoTable(ZoneOffset.UTC, Style.COLOUR);

    List<String> lines = coloured.lines(Scenes.playing(), Scenes.NOW);

    assertThat(lines).anyMatch(line -> line.contains("\u001b[1;31mLEAK\u001b[0m"));
    assertThat(lines.stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")).toList())
        .isEqualTo(table.lines(Scenes.playing(), Scenes.NOW));
  }
}
