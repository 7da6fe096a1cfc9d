package io.heapcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.cli.demo.ChildEnd.How;
import io.heapcast.cli.demo.workload.WorkloadOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmIT {

  /** The leak's three minutes in about ten seconds. */
  private static final WorkloadOptions FAST = new WorkloadOptions(1, 16);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void aServiceEndsByItselfWhenItsInputIsClosed() {
    ChildJvm child = ChildJvm.start(Cast.SESSIONS, Jdk.own(), new WorkloadOptions(1, 1), directory);
    assertThat(ProcessHandle.of(child.pid())).isPresent();
    assertThat(child.end()).isEmpty();

    child.close();

    assertThat(child.end().map(ChildEnd::how)).hasValue(How.STOPPED);
    assertThat(child.end().map(ChildEnd::exitCode)).hasValue(0); // not killed
    assertThat(child.end().map(ChildEnd::lastWords)).hasValue("");
  }

  @Test
  void theLeakingServiceEndsWithAnOutOfMemoryError() {
    try (ChildJvm child = ChildJvm.start(Cast.CART, Jdk.own(), FAST, directory)) {
      await().atMost(Duration.ofSeconds(90)).until(() -> child.end().isPresent());

      assertThat(child.end().map(ChildEnd::how)).hasValue(How.OUT_OF_MEMORY_ERROR);
      assertThat(child.end().map(ChildEnd::lastWords).orElseThrow()).contains("OutOfMemoryError");
      assertThat(child.end().map(ChildEnd::time).orElseThrow())
          .isBetween(child.started(), Instant.now());
    }
  }

  @Test
  void aServiceKilledFromOutsideHasDied() {
    try (ChildJvm child =
        ChildJvm.start(Cast.REPORTS, Jdk.own(), new WorkloadOptions(1, 1), directory)) {
      assertThat(ProcessHandle.of(child.pid()).map(ProcessHandle::destroyForcibly)).hasValue(true);

      await().atMost(Duration.ofSeconds(10)).until(() -> child.end().isPresent());

      assertThat(child.end().map(ChildEnd::how)).isEqualTo(Optional.of(How.DIED));
    }
  }
}
