package io.heapcast.detector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RestartsTest {

  private static final long HOUR = 3_600_000;
  private final Restarts restarts = new Restarts(List.of());

  @Test
  void threeRestartsAreAHabit() {
    restarts.add(0, 24 * HOUR);
    restarts.add(24 * HOUR, 48 * HOUR);
    assertThat(restarts.usualLifeMs()).isEmpty();
    restarts.add(48 * HOUR, 71 * HOUR);
    assertThat(restarts.usualLifeMs()).contains(24 * HOUR);
  }

  @Test
  void replicasThatRestartTogetherAreOneRestart() {
    for (long replica = 0; replica < 40; replica++) {
      restarts.add(0, 24 * HOUR + replica * 60_000);
    }
    assertThat(restarts.toState()).hasSize(1);
    assertThat(restarts.usualLifeMs()).isEmpty();
  }

  @Test
  void oneInFiveMayBeLater() {
    for (long day = 0; day < 5; day++) {
      restarts.add(day * 100 * HOUR, day * 100 * HOUR + (day == 2 ? 72 : 24) * HOUR);
    }
    assertThat(restarts.usualLifeMs()).contains(24 * HOUR);
  }

  @Test
  void onlyTheLatestCount() {
    for (long day = 0; day < 100; day++) {
      restarts.add(day * 24 * HOUR, (day + 1) * 24 * HOUR);
    }
    assertThat(restarts.toState()).hasSize(20);
  }
}
