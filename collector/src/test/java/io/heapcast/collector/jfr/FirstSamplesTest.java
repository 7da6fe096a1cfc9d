package io.heapcast.collector.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FirstSamplesTest {

  private static final long OLD = 1;
  private static final long ALSO_OLD = 2;
  private static final long NEW = 3;

  private final FirstSamples first = new FirstSamples();

  @Test
  void onlyTheFirstSampleOfAThreadOlderThanTheRecordingStandsForThePast() {
    assertThat(first.standsForThePast(OLD)).isTrue();
    assertThat(first.standsForThePast(OLD)).isFalse();

    first.counted(10_000, OLD);
    first.counted(10_000, ALSO_OLD);
    first.counted(20_000, NEW);

    assertThat(first.standsForThePast(OLD)).isFalse();
    assertThat(first.standsForThePast(ALSO_OLD)).isTrue();
    assertThat(first.standsForThePast(ALSO_OLD)).isFalse();
    assertThat(first.standsForThePast(NEW)).isFalse();
  }
}
