package io.heapcast.cli.analyze;

import io.heapcast.cli.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A JVM that was recorded by itself, and logged its collections.
 *
 * @param home of its JDK
 * @param gc its flag, such as {@code UseG1GC}
 */
record SoakRun(
    Path home, int feature, String gc, Path recording, Path log, long pid, Instant begin) {

  static final long MAX_HEAP_BYTES = 96L << 20;

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Runs it to its end. */
  static SoakRun run(Path home, int feature, String gc, String settings, Path directory)
      throws InterruptedException {
    String name = gc.replace("Use", "") + feature;
    Path recording = directory.resolve(name + ".jfr");
    Path log = directory.resolve(name + ".log");
    Instant begin = Instant.now();
    try (ChildJvm jvm =
        ChildJvm.start(
            List.of(
                home.resolve("bin/java").toString(),
                "-XX:+" + gc,
                "-Xmx96m",
                "-Dheapcast.service.name=soak",
                "-Dsecret=hunter2",
                "-XX:StartFlightRecording=filename=" + recording + ",settings=" + settings,
                "-Xlog:gc*:file=" + log + ":time,uptime,level,tags",
                "-cp",
                System.getProperty("java.class.path"),
                SoakService.class.getName(),
                "--password=hunter2"),
            Map.of())) {
      long pid = jvm.pid();
      int exit = jvm.exitCode(TIMEOUT);
      if (exit != 0) {
        throw new AssertionError(name + ": exit code " + exit + "\n" + jvm.err());
      }
      return new SoakRun(home, feature, gc, recording, log, pid, begin);
    }
  }

  /** As the documents name it. */
  String collector() {
    return switch (gc) {
      case "UseSerialGC" -> "Serial";
      case "UseParallelGC" -> "Parallel";
      case "UseG1GC" -> "G1";
      case "UseZGC" -> feature >= 23 ? "generational ZGC" : "ZGC";
      case "UseShenandoahGC" -> "Shenandoah";
      default -> throw new IllegalArgumentException(gc);
    };
  }

  @Override
  public String toString() {
    return collector() + " on JDK " + feature;
  }
}
