package io.heapcast.cli.demo.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkloadOptionsTest {

  @Test
  void argumentsReadBackAsTheSameOptions() {
    WorkloadOptions options = new WorkloadOptions(42, 2.5);

    assertThat(WorkloadOptions.parse(options.arguments())).isEqualTo(options);
  }

  @Test
  void nothingGivenIsSeedOneAtTheSpeedOfTheClock() {
    assertThat(WorkloadOptions.parse()).isEqualTo(new WorkloadOptions(1, 1));
    WorkloadOptions asked = new WorkloadOptions(42, 2.5, true);
    assertThat(WorkloadOptions.parse(asked.arguments())).isEqualTo(asked);
  }

  @Test
  void whatItDoesNotKnowItRefuses() {
    assertThatThrownBy(() -> WorkloadOptions.parse("pace=2"))
        .hasMessage("argument: found 'pace=2', expected seed=…, speed=… or flag=asked");
    assertThatThrownBy(() -> WorkloadOptions.parse("speed=0"))
        .hasMessage("speed: found 0.0, expected above 0");
  }
}
