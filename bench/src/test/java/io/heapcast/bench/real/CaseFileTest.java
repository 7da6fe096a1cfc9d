package io.heapcast.bench.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFileTest {

  @Test
  void givesBackWhatWasWritten(@TempDir Path directory) throws IOException {
    List<TelemetryBatch> batches =
        List.of(
            TelemetryBatch.newBuilder().setJvmId("leakbench/1@2").setSeq(0).build(),
            TelemetryBatch.newBuilder().setJvmId("leakbench/1@2").setSeq(1).build());
    Path file = directory.resolve("run" + CaseFile.SUFFIX);
    CaseFile.write(file, batches);
    List<TelemetryBatch> read = new ArrayList<>();
    CaseFile.read(file, read::add);
    assertThat(read).isEqualTo(batches);
  }

  @Test
  void aDirectoryWithoutManifestIsNamed(@TempDir Path directory) {
    assertThatThrownBy(() -> RealCases.cases(directory))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(Manifest.FILE);
  }

  @Test
  void aLostFileIsNamed(@TempDir Path directory) throws IOException {
    Manifest.Entry entry =
        new Manifest.Entry(
            "steady/g1/17/64m/1",
            "lost.pb.gz",
            "steady",
            "G1",
            "17.0.1",
            64,
            1,
            "JDK",
            "HEAP",
            1,
            2,
            null,
            null,
            null,
            null,
            "n/a",
            "NA");
    Manifest.readOrEmpty(directory).with(entry).write(directory);
    assertThatThrownBy(() -> RealCases.cases(directory).toList())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("lost.pb.gz");
    assertThat(Files.isRegularFile(directory.resolve(Manifest.FILE))).isTrue();
  }
}
