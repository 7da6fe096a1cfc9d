package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prometheus's own linter on the whole output. */
final class PromtoolIT {

  /** Chosen against the linter's taste. */
  private static final List<String> KNOWN =
      List.of(
          // OpenTelemetry's names.
          "jvm_thread_count non-histogram and non-summary metrics should not have",
          "jvm_class_count non-histogram and non-summary metrics should not have",
          // Quantiles of a belief, not of observations: they have no count and may be negative.
          "heapcast_alert_exhaustion_timestamp_seconds non-summary metrics should not have \"quantile\"",
          "heapcast_growth_threads_per_second non-summary metrics should not have \"quantile\"",
          "heapcast_growth_bytes_per_second non-summary metrics should not have \"quantile\"",
          "heapcast_time_to_exhaustion_seconds non-summary metrics should not have \"quantile\"");

  @Test
  void promtoolFindsNothingInTheMetrics() throws Exception {
    File metrics = Path.of("src", "test", "resources", "golden", "metrics.txt").toFile();
    Process process =
        new ProcessBuilder(Tool.onPath("promtool"), "check", "metrics")
            .redirectInput(metrics)
            .redirectErrorStream(true)
            .start();
    String findings = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();

    assertThat(findings.lines())
        .filteredOn(line -> KNOWN.stream().noneMatch(line::startsWith))
        .isEmpty();
    assertThat(process.exitValue()).as("3: only matters of taste").isIn(0, 3);
  }
}
