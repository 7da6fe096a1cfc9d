package io.heapcast.cli.demo.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Without old collections there are no floors, and nothing to judge. */
class WorkloadsIT {

  private static final int OLD_COLLECTIONS = 4;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  static Stream<Arguments> services() {
    return Stream.of(
        Arguments.of(CartService.class, "-XX:+UseG1GC", "-Xmx128m", "Pause Young (Mixed)"),
        Arguments.of(CatalogCache.class, "-XX:+UseParallelGC", "-Xmx144m", "Pause Full"),
        Arguments.of(SessionStore.class, "-XX:+UseSerialGC", "-Xmx112m", "Pause Full"),
        Arguments.of(ReportBatch.class, "-XX:+UseSerialGC", "-Xmx120m", "Pause Full"));
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyServiceMakesOldCollections(
      Class<?> service, String collector, String heap, String oldCollection) throws IOException {
    Path log = directory.resolve("gc.log");
    Process process =
        start(service, collector, heap, heap.replace("Xmx", "Xms"), "-Xlog:gc:file=" + log);
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .failFast(service + " ended", () -> !process.isAlive())
          .until(() -> count(log, oldCollection) >= OLD_COLLECTIONS);
    } finally {
      process.getOutputStream().close();
      await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }
    assertThat(process.exitValue()).isZero();
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
  }

  private static Process start(Class<?> service, String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), service.getName()));
    command.addAll(List.of(new WorkloadOptions(1, 12).arguments()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static long count(Path log, String collection) throws IOException {
    if (!Files.exists(log)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(collection)).count();
    }
  }
}
