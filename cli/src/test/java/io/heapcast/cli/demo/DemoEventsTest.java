package io.heapcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.cli.demo.ChildEnd.How;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoEventsTest {

  private final DemoEvents events = new DemoEvents(ZoneOffset.UTC, Style.PLAIN);

  @Test
  void aServiceThatIsNotFoundYetIsNoNews() {
    assertThat(lines(Scenes.starting(Cast.CART))).isEmpty();
  }

  @Test
  void tellsEachChangeOnce() {
    assertThat(lines(Scenes.watched(Cast.CART)))
        .containsExactly(" 07:46:40  cart-service   watched         G1, JDK 17, heap of 128 MiB");
    assertThat(lines(Scenes.watched(Cast.CART))).isEmpty();
    assertThat(lines(Scenes.leaking()))
        .containsExactly(
            " 07:46:40  cart-service   LEAK            91 of 128 MiB, +28.1 MiB/min,"
                + " full in 1 min 25 s");
    assertThat(lines(Scenes.leaking())).isEmpty();
  }

  @Test
  void aCalmStateComesWithItsReason() {
    assertThat(lines(Scenes.filling()))
        .containsExactly(
            " 07:46:40  catalog-cache  cache filling   66 of 144 MiB;"
                + " growth is slowing: 44 % of its earlier pace");
  }

  @Test
  void longReasonsGoOnBelow() {
    DemoJvm wordy =
        Scenes.judged(
            Cast.CATALOG,
            Scenes.heap(VerdictState.WARMING_UP, 66, 144)
                .addReasonsAgainst(Reason.newBuilder().setText("because ".repeat(12))));

    assertThat(lines(wordy))
        .containsExactly(
            " 07:46:40  catalog-cache  warming up      66 of 144 MiB;" + " because".repeat(5),
            " ".repeat(42) + "because" + " because".repeat(6));
  }

  @Test
  void whatIsNotKnownYetIsNoNewsAfterItIsWatched() {
    lines(Scenes.watched(Cast.REPORTS));

    assertThat(lines(Scenes.unjudged())).isEmpty();
  }

  @Test
  void aStateThatIsKnownAgainIsNoNews() {
    lines(Scenes.healthy(Cast.REPORTS));
    lines(Scenes.unjudged());

    assertThat(lines(Scenes.healthy(Cast.REPORTS))).isEmpty();
  }

  @Test
  void anEndIsToldAtItsOwnTimeOnce() {
    lines(Scenes.leaking());
    DemoJvm ended = Scenes.leaking().with(Scenes.end(How.OUT_OF_MEMORY_ERROR));

    assertThat(lines(ended)).containsExactly(" 07:48:00  cart-service   OUT OF MEMORY");
    assertThat(lines(ended)).isEmpty();
  }

  private List<String> lines(DemoJvm jvm) {
    return events.lines(List.of(jvm), Scenes.NOW);
  }
}
