package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.collector.Jdks.Jdk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A collector that is stopped in any moment holds up nobody: {@code -Dheapcast.heavy=true}, as only
 * an otherwise idle machine tells.
 */
@Timeout(600)
final class HarmlessIT {

  private static final int STOPS = 8;

  /** A starting recording stalls a JVM more or less, as the machine's other work has it. */
  private static final int UNDISTURBED = 4;

  private static final long MOST_MORE_MILLIS = 250;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  static Stream<Jdk> jdks() {
    return Jdks.all().stream();
  }

  @ParameterizedTest
  @EnabledIfSystemProperty(named = "heapcast.heavy", matches = "true")
  @MethodSource("jdks")
  void aStoppedCollectorStallsNoJvm(Jdk jdk) throws Exception {
    Random random = new Random(jdk.major());
    long undisturbed = 0;
    for (int i = 0; i < UNDISTURBED; i++) {
      undisturbed = Math.max(undisturbed, stall(jdk, -1));
    }
    for (int i = 0; i < STOPS; i++) {
      int after = random.nextInt(2_500);
      long stall = stall(jdk, after);
      System.out.printf(
          "%s: stopped after %d ms: %d ms; undisturbed: %d ms%n", jdk, after, stall, undisturbed);
      assertThat(stall)
          .as("stopped %d ms after its start; undisturbed: %d ms", after, undisturbed)
          .isLessThan(undisturbed + MOST_MORE_MILLIS);
    }
  }

  /** The longest stall of a JVM that a collector attaches to; stopped for 4 s of its life. */
  private long stall(Jdk jdk, int stopAfterMillis) throws Exception {
    try (ChildJvm child = ChildJvm.start(jdk, Heartbeat.class, Map.of(), List.of("-Xmx64m"))) {
      child.ask("stall");
      Process collector = collector(child);
      try {
        if (stopAfterMillis >= 0) {
          collector.waitFor(stopAfterMillis, TimeUnit.MILLISECONDS);
          signal("STOP", collector);
        }
        long from = beats(child);
        await().atMost(Duration.ofSeconds(60)).until(() -> beats(child) > from + 3_000);
        signal("CONT", collector);
        return Long.parseLong(child.ask("stall"));
      } finally {
        collector.destroyForcibly().waitFor();
      }
    }
  }

  private Process collector(ChildJvm child) throws Exception {
    return new ProcessBuilder(
            Jdks.own().java(),
            "-cp",
            System.getProperty("java.class.path"),
            CollectorWithoutCluster.class.getName(),
            Long.toString(child.pid()))
        .inheritIO()
        .start();
  }

  private static long beats(ChildJvm child) {
    return Long.parseLong(child.ask("beats"));
  }

  private static void signal(String name, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
