package io.heapcast.bench.host;

import io.heapcast.bench.Home;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code heapcast collect} as the launcher runs it: the jar, its flags; stopped by close. */
final class CollectorProcess implements AutoCloseable {

  /** As in the launcher. */
  private static final List<String> FLAGS =
      List.of(
          "-Djdk.attach.allowStreamingOutput=false",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+UseSerialGC",
          "-Xmx128m",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:AsyncDeflationInterval=5000");

  private static final Duration STOP = Duration.ofSeconds(10);

  private final Process process;
  private final int metricsPort;
  private final HttpClient client = HttpClient.newHttpClient();

  private CollectorProcess(Process process, int metricsPort) {
    this.process = process;
    this.metricsPort = metricsPort;
  }

  /** The jar that runs on every host. */
  static Path jar() {
    Path jar = Home.directory().resolve("../collector/target/heapcast-collector.jar").normalize();
    if (!Files.exists(jar)) {
      throw UserError.environment(
          jar.toString(), "no such file", "the collector's jar", "Build it: mvn package");
    }
    return jar.toAbsolutePath();
  }

  /** Starts one that watches these processes. */
  static CollectorProcess start(Path java, String bootstrapServers, List<Long> pids, Path directory)
      throws IOException {
    return start(jar(), java, bootstrapServers, pids, directory);
  }

  /** The same with another jar. */
  static CollectorProcess start(
      Path jar, Path java, String bootstrapServers, List<Long> pids, Path directory)
      throws IOException {
    return start(
        jar,
        java,
        bootstrapServers,
        directory,
        List.of(),
        Map.of(
            Setting.WATCH_PIDS,
            pids.stream().map(String::valueOf).collect(Collectors.joining(","))));
  }

  /** Starts one with further flags and settings. */
  static CollectorProcess start(
      Path java,
      String bootstrapServers,
      Path directory,
      List<String> flags,
      Map<Setting, String> settings)
      throws IOException {
    return start(jar(), java, bootstrapServers, directory, flags, settings);
  }

  private static CollectorProcess start(
      Path jar,
      Path java,
      String bootstrapServers,
      Path directory,
      List<String> flags,
      Map<Setting, String> settings)
      throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.addAll(List.of("-jar", jar.toString(), "--bootstrap-servers", bootstrapServers));
    Map<Setting, String> all = new EnumMap<>(settings);
    all.put(Setting.ATTACH_MIN_AGE, "0s");
    all.put(Setting.COLLECTOR_DIR, directory.resolve("collector").toString());
    all.put(Setting.COLLECTOR_METRICS_PORT, Integer.toString(port));
    all.forEach((key, value) -> command.addAll(List.of("--set", key.key() + "=" + value)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.redirectOutput(directory.resolve("collector.out").toFile());
    return new CollectorProcess(Children.dieWithUs(builder.start()), port);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** One of its own metrics, of all labels together; NaN: it does not say. */
  double metric(String name) throws InterruptedException {
    return sum("heapcast_collector_" + name + "(\\{.*)? .*");
  }

  /** Batches dropped for one reason. */
  double dropped(String reason) throws InterruptedException {
    double dropped =
        sum("heapcast_collector_dropped_batches_total\\{reason=\"" + reason + "\"} .*");
    return Double.isNaN(dropped) ? 0 : dropped;
  }

  private double sum(String lines) throws InterruptedException {
    try {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"))
                  .build(),
              BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.matches(lines))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .reduce(Double::sum)
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN; // not up yet
    }
  }

  /** Waits until it watches so many. */
  void awaitWatched(int jvms, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (metric("jvms_watched") != jvms) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw UserError.environment(
            "the collector",
            metric("jvms_watched") + " watched JVMs after " + atMost,
            jvms + " of them",
            "See its output; it needs the rights to attach");
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
