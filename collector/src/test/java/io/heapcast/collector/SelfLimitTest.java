package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.collector.SelfLimit.Level;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SelfLimitTest {

  private static final long HALF_SECOND = Duration.ofMillis(500).toNanos();

  private final SelfLimit limit = new SelfLimit(0.2);
  private long now = 7;
  private long cpu;

  @Test
  void aStartMayTakeMore() {
    assertThat(after(20, 0.9, 0.1)).isEqualTo(Level.ALL);
    assertThat(after(300, 0.1, 0.1)).isEqualTo(Level.ALL);
  }

  @Test
  void lastingLoadGivesUpSamplesFirstThenFurtherJvms() {
    assertThat(after(31, 0.3, 0.1)).isEqualTo(Level.NO_ALLOCATION_SAMPLES);
    assertThat(after(20, 0.1, 0.1)).isEqualTo(Level.NO_ALLOCATION_SAMPLES);
    assertThat(after(40, 0.3, 0.1)).isEqualTo(Level.NO_FURTHER_JVMS);
  }

  @Test
  void aFullHeapCountsWithinTenSeconds() {
    assertThat(after(11, 0.1, 0.7)).isEqualTo(Level.ALL);
    assertThat(after(10, 0.1, 0.9)).isEqualTo(Level.NO_ALLOCATION_SAMPLES);
    assertThat(after(10, 0.1, 0.9)).isEqualTo(Level.NO_FURTHER_JVMS);
    assertThat(after(50, 0.1, 0.7)).isEqualTo(Level.NO_FURTHER_JVMS);
  }

  @Test
  void calmTakesOneStepBackAfterTheOther() {
    after(70, 0.3, 0.1);
    assertThat(after(70, 0.1, 0.1)).isEqualTo(Level.NO_ALLOCATION_SAMPLES);
    assertThat(after(70, 0.1, 0.1)).isEqualTo(Level.ALL);
  }

  private Level after(int seconds, double cpuShare, double liveHeapShare) {
    Level level = Level.ALL;
    for (int i = 0; i < 2 * seconds; i++) {
      level = limit.look(now, cpu, liveHeapShare);
      now += HALF_SECOND;
      cpu += (long) (cpuShare * HALF_SECOND);
    }
    return level;
  }
}
