package io.heapcast.bench.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Label;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Records one leak of some minutes: {@code -Dleakbench.record=true}. */
@EnabledIfSystemProperty(named = "leakbench.record", matches = "true")
class RecordIT {

  @Test
  void aLeakIsRecordedToItsOutOfMemoryError(@TempDir Path directory) throws IOException {
    String jdk = Integer.toString(Runtime.version().feature());
    int exitCode =
        new CommandLine(new RecordCommand())
            .execute(
                "--families=leak-from-boot",
                "--collectors=Serial",
                "--jdks=" + jdk,
                "--out=" + directory);
    assertThat(exitCode).isZero();
    List<Case> cases = RealCases.cases(directory).toList();
    assertThat(cases).hasSize(1);
    Case recorded = cases.get(0);
    assertThat(recorded.truth().label()).isEqualTo(Label.LEAK);
    assertThat(recorded.truth().exhaustedMs()).isPresent();
    List<TelemetryBatch> batches = new ArrayList<>();
    recorded.telemetry().play(batches::add);
    assertThat(batches.stream().mapToInt(TelemetryBatch::getGcCyclesCount).sum()).isGreaterThan(10);
    assertThat(batches.get(batches.size() - 1).hasEnded()).isTrue();
  }
}
