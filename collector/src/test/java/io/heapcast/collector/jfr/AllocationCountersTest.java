package io.heapcast.collector.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.AllocatedBytes;
import org.junit.jupiter.api.Test;

final class AllocationCountersTest {

  private final AllocationCounters counters = new AllocationCounters();

  @Test
  void theFirstRoundOnlySetsTheCounters() {
    counters.add(1_000, 1, 500);
    assertThat(flushedBytes()).isZero();
    counters.add(2_000, 1, 800);
    counters.add(2_000, 2, 40);
    assertThat(flushedBytes()).as("a new thread counts from 0").isEqualTo(340);
  }

  @Test
  void aThreadThatIsMissingInARoundDoesNotCountItsPastAgain() {
    counters.add(1_000, 1, 5_000);
    counters.add(1_000, 2, 7_000);
    flushedBytes();
    counters.add(2_000, 1, 5_100);
    assertThat(flushedBytes()).isEqualTo(100);
    counters.add(2_000, 2, 7_010); // too late: this round was told
    counters.add(3_000, 1, 5_200);
    counters.add(3_000, 2, 7_050);
    assertThat(flushedBytes()).isEqualTo(150);
  }

  @Test
  void theFirstRoundMayBeCutApart() {
    counters.add(1_000, 1, 5_000);
    flushedBytes();
    counters.add(1_000, 2, 7_000);
    counters.add(2_000, 1, 5_001);
    counters.add(2_000, 2, 7_002);
    assertThat(flushedBytes()).isEqualTo(3);
  }

  @Test
  void aThreadThatEndedIsForgotten() {
    counters.add(1_000, 1, 5_000);
    counters.add(1_000, 2, 7_000);
    for (int round = 2; round < 6; round++) {
      counters.add(round * 1_000L, 1, 5_000);
      flushedBytes();
    }
    counters.add(7_000, 1, 5_000);
    counters.add(7_000, 2, 8_000);
    assertThat(flushedBytes()).isEqualTo(8_000);
  }

  /** A round is over when a flush passes without more of it. */
  private long flushedBytes() {
    long bytes = counters.flush().stream().mapToLong(AllocatedBytes::getBytes).sum();
    return bytes + counters.flush().stream().mapToLong(AllocatedBytes::getBytes).sum();
  }
}
