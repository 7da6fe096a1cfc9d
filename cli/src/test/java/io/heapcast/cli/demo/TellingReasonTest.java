package io.heapcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TellingReasonTest {

  @Test
  void isTheOneThatFitsTheState() {
    assertThat(of(VerdictState.HEALTHY, "few-floors", "little-progress", "came-back", "no-trend"))
        .hasValue("because of came-back");
    assertThat(of(VerdictState.CACHE_FILLING, "little-progress", "slowing"))
        .hasValue("because of slowing");
  }

  @Test
  void isTheFirstWhereNoneFits() {
    assertThat(of(VerdictState.HEALTHY, "few-floors", "new-code", "little-progress"))
        .hasValue("because of new-code");
  }

  @Test
  void thatFloorsAreFewIsToldElsewhere() {
    assertThat(of(VerdictState.UNKNOWN, "few-floors")).isEmpty();
  }

  private static Optional<String> of(VerdictState state, String... codes) {
    ResourceVerdict.Builder heap = Scenes.heap(state, 10, 100);
    for (String code : codes) {
      heap.addReasonsAgainst(Reason.newBuilder().setCode(code).setText("because of " + code));
    }
    return TellingReason.of(heap.build());
  }
}
