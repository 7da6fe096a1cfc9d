package io.heapcast.bench.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Part;
import io.heapcast.bench.real.workload.Workloads;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RunSpecTest {

  private static final List<RunSpec> PLAN =
      RunSpec.plan(List.copyOf(Workloads.families()), List.of(17, 25));

  @Test
  void everyWorkloadHasAFamily() {
    assertThat(Workloads.families())
        .allSatisfy(family -> assertThat(RunSpec.of(family, "G1", 17, 1).kind()).isNotNull());
  }

  @Test
  void idsAreUnique() {
    assertThat(PLAN).extracting(RunSpec::id).doesNotHaveDuplicates();
    assertThat(PLAN).extracting(RunSpec::fileName).doesNotHaveDuplicates();
  }

  @Test
  void everyCollectorIsJudgedOnBothJdks() {
    Map<String, Long> judged =
        PLAN.stream()
            .filter(run -> run.kind().part() == Part.JUDGING)
            .collect(
                Collectors.groupingBy(
                    run -> run.collector() + " " + run.jdk(), Collectors.counting()));
    assertThat(judged).hasSize(10);
    assertThat(judged.values()).allSatisfy(runs -> assertThat(runs).isGreaterThanOrEqualTo(6));
  }

  @Test
  void theSameRunIsPlannedAlikeEachTime() {
    assertThat(RunSpec.of("steady", "Z", 25, 3)).isEqualTo(RunSpec.of("steady", "Z", 25, 3));
    assertThat(RunSpec.of("steady", "Z", 25, 3).heapMiB()).isGreaterThanOrEqualTo(64);
  }
}
