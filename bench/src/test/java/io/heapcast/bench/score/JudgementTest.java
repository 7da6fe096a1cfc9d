package io.heapcast.bench.score;

import static io.heapcast.bench.score.PlayedRun.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Truth;
import io.heapcast.telemetry.v1.Resource;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class JudgementTest {

  /** Inside the window that ends at 1101. */
  private static final long EXHAUSTED_MS = at(1100) + 4_000;

  @Test
  void anAlarmInTheWindowOfExhaustionIsAFindWithoutLead() {
    Outcome outcome = leak().alarm(1101).outcome();

    assertThat(outcome.found()).isTrue();
    assertThat(outcome.falseAlarm()).isFalse();
    assertThat(outcome.alertMs()).hasValue(EXHAUSTED_MS);
    assertThat(outcome.leadMs()).hasValue(0);
    assertThat(outcome.leadFraction()).hasValue(0);
  }

  @Test
  void anAlarmInTheNextWindowIsTooLate() {
    Outcome outcome = leak().alarm(1102).outcome();

    assertThat(outcome.found()).isFalse();
    assertThat(outcome.falseAlarm()).isFalse();
  }

  @Test
  void anAlarmInTheWindowBeforeKeepsItsTimeAndLead() {
    Outcome outcome = leak().alarm(1100).outcome();

    assertThat(outcome.alertMs()).hasValue(at(1100));
    assertThat(outcome.leadMs()).hasValue(4_000);
  }

  @Test
  void anAlarmInTheLastWindowIsNoNewsWhileAnOldOneStands() {
    PlayedRun run = leak().jvm("a", 0, 1200).alarm(50).jvm("b", 0, 1101).alarm(1101);

    assertThat(run.outcome().found()).isFalse();
  }

  private static PlayedRun leak() {
    return PlayedRun.of(Truth.leak(Resource.HEAP, at(100), OptionalLong.of(EXHAUSTED_MS)));
  }
}
