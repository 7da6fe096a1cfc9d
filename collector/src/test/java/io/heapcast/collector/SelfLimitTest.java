package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.collector.SelfLimit.Level;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SelfLimitTest {

  private static final long HALF_SECOND = Duration.ofMillis(500).toNanos();
  private static final long MAX_HEAP = 100;

  private final SelfLimit limit = new SelfLimit(0.2);
  private long now = 7;
  private long cpu;

  @Test
  void aStartMayTakeMore() {
    assertThat(after(20, 0.9, 10)).isEqualTo(Level.ALL);
    assertThat(after(300, 0.1, 10)).isEqualTo(Level.ALL);
  }

  @Test
  void lastingLoadGivesUpSamplesFirstThenFurtherJvms() {
    assertThat(after(31, 0.3, 10)).isEqualTo(Level.NO_ALLOCATION_SAMPLES);
    assertThat(after(20, 0.1, 10)).isEqualTo(Level.NO_ALLOCATION_SAMPLES);
    assertThat(after(40, 0.3, 10)).isEqualTo(Level.NO_FURTHER_JVMS);
  }

  @Test
  void aFullHeapCountsAtOnceButNotItsPeaks() {
    after(10, 0.1, 10);
    assertThat(after(1, 0.1, 95)).isEqualTo(Level.ALL);
    assertThat(after(1, 0.1, 50)).isEqualTo(Level.ALL);
    assertThat(after(2, 0.1, 95)).isEqualTo(Level.NO_ALLOCATION_SAMPLES);
    assertThat(after(2, 0.1, 95)).isEqualTo(Level.NO_FURTHER_JVMS);
  }

  @Test
  void calmTakesOneStepBackAfterTheOther() {
    after(70, 0.3, 10);
    assertThat(after(70, 0.1, 10)).isEqualTo(Level.NO_ALLOCATION_SAMPLES);
    assertThat(after(70, 0.1, 10)).isEqualTo(Level.ALL);
  }

  private Level after(int seconds, double cpuShare, long heap) {
    Level level = Level.ALL;
    for (int i = 0; i < 2 * seconds; i++) {
      level = limit.look(now, cpu, heap, MAX_HEAP);
      now += HALF_SECOND;
      cpu += (long) (cpuShare * HALF_SECOND);
    }
    return level;
  }
}
