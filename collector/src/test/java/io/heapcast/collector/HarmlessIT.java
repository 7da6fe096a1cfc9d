package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.collector.Jdks.Jdk;
import java.nio.file.Files;
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
 * A collector that is stopped in any moment holds up nobody: {@code -Dheapcast.idle=true}, as only
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
  @EnabledIfSystemProperty(named = "heapcast.idle", matches = "true")
  @MethodSource("jdks")
  void aStoppedCollectorStallsNoJvm(Jdk jdk) throws Exception {
    Random random = new Random(jdk.major());
    long undisturbed = 0;
    long watchedAfter = 0;
    for (int i = 0; i < UNDISTURBED; i++) {
      Seen seen = see(jdk, -1);
      undisturbed = Math.max(undisturbed, seen.stallMillis());
      watchedAfter = Math.max(watchedAfter, seen.watchedAfterMillis());
    }
    for (int i = 0; i < STOPS; i++) {
      int after = random.nextInt((int) watchedAfter);
      long stall = see(jdk, after).stallMillis();
      System.out.printf(
          "%s: stopped after %d of %d ms: %d ms; undisturbed: %d ms%n",
          jdk, after, watchedAfter, stall, undisturbed);
      assertThat(stall)
          .as("stopped %d ms after its start; undisturbed: %d ms", after, undisturbed)
          .isLessThan(undisturbed + MOST_MORE_MILLIS);
    }
  }

  /**
   * What came of one try.
   *
   * @param stallMillis longest stall of the JVM
   * @param watchedAfterMillis from the collector's start until it read the JVM
   */
  private record Seen(long stallMillis, long watchedAfterMillis) {}

  /** A JVM that a collector attaches to, which is stopped for 3 s at some moment of its start. */
  private Seen see(Jdk jdk, int stopAfterMillis) throws Exception {
    try (ChildJvm child = ChildJvm.start(jdk, Heartbeat.class, Map.of(), List.of("-Xmx64m"))) {
      child.ask("stall");
      Path out = Files.createTempFile(directory, "collector", ".out");
      long begin = System.nanoTime();
      Process collector = collector(child, out);
      try {
        if (stopAfterMillis >= 0) {
          collector.waitFor(stopAfterMillis, TimeUnit.MILLISECONDS);
          signal("STOP", collector);
          awaitBeats(child);
          signal("CONT", collector);
        }
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(20))
            .until(() -> Files.readString(out).contains("watched"));
        long watchedAfter = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        awaitBeats(child);
        assertThat(collector.isAlive()).isTrue();
        return new Seen(Long.parseLong(child.ask("stall")), watchedAfter);
      } finally {
        collector.destroyForcibly().waitFor();
      }
    }
  }

  private static void awaitBeats(ChildJvm child) {
    long from = beats(child);
    await().atMost(Duration.ofSeconds(60)).until(() -> beats(child) > from + 3_000);
  }

  private Process collector(ChildJvm child, Path out) throws Exception {
    return new ProcessBuilder(
            Jdks.own().java(),
            "-cp",
            System.getProperty("java.class.path"),
            CollectorWithoutCluster.class.getName(),
            Long.toString(child.pid()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(out.toFile())
        .start();
  }

  private static long beats(ChildJvm child) {
    return Long.parseLong(child.ask("beats"));
  }

  private static void signal(String name, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
