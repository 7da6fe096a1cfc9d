package io.heapcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.cli.demo.ChildEnd.How;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoOutcomeTest {

  @Test
  void aLeakAlertedBeforeItsEndAndSilentNeighboursAreASuccess() {
    DemoOutcome outcome = DemoOutcome.of(Scenes.over());

    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void neighboursThatAreKeptRunningAreNoFailure() {
    assertThat(failures(Scenes.filling(), 1)).isEmpty();
  }

  @Test
  void aLeakWithoutAnAlertIsAFailure() {
    DemoJvm silent = Scenes.leaking().with(Scenes.end(How.OUT_OF_MEMORY_ERROR));

    assertThat(failures(silent, 0)).containsExactly("cart-service leaks, but no alert came.");
  }

  @Test
  void anAlertAfterTheEndIsAFailure() {
    DemoJvm late =
        Scenes.leaking()
            .with(Scenes.alert(Cast.CART, Scenes.OUT_OF_MEMORY.plusSeconds(4)))
            .with(Scenes.end(How.OUT_OF_MEMORY_ERROR));

    assertThat(failures(late, 0))
        .containsExactly("The alert on cart-service came too late: 4 s after its end.");
  }

  @Test
  void aLeakThatDoesNotRunOutOfMemoryProvesNothing() {
    assertThat(failures(Scenes.alerted().with(Scenes.end(How.STOPPED)), 0))
        .containsExactly("cart-service leaks, but did not end with an OutOfMemoryError in time.");
    assertThat(failures(Scenes.alerted().with(Scenes.end(How.DIED)), 0))
        .containsExactly(
            "cart-service leaks, but did not end with an OutOfMemoryError, with exit code 137:"
                + " Killed by hand.");
  }

  @Test
  void anAlertOnANeighbourIsAFailure() {
    DemoJvm rung =
        Scenes.filling().with(Scenes.alert(Cast.CATALOG, Scenes.NOW)).with(Scenes.end(How.STOPPED));

    assertThat(failures(rung, 1))
        .containsExactly("catalog-cache is healthy, but was alerted on: a false alarm.");
  }

  @Test
  void aNeighbourThatEndsByItselfIsAFailure() {
    assertThat(failures(Scenes.filling().with(Scenes.end(How.OUT_OF_MEMORY_ERROR)), 1))
        .containsExactly("catalog-cache ended before the demo did, with an OutOfMemoryError.");
  }

  @Test
  void theSilenceOfANeighbourNobodyJudgedIsNoSuccess() {
    DemoJvm unseen = Scenes.watched(Cast.CATALOG).with(Scenes.end(How.STOPPED));

    assertThat(failures(unseen, 1))
        .containsExactly("catalog-cache was never judged, so that its silence says nothing.");
  }

  private static List<String> failures(DemoJvm instead, int index) {
    List<DemoJvm> jvms = new ArrayList<>(Scenes.over());
    jvms.set(index, instead);
    DemoOutcome outcome = DemoOutcome.of(jvms);
    assertThat(outcome.exitCode()).isEqualTo(outcome.failures().isEmpty() ? 0 : 1);
    return outcome.failures();
  }
}
