package io.heapcast.bench.host;

import io.heapcast.bench.BenchVersions;
import io.heapcast.bench.Home;
import io.heapcast.cli.CommandLogs;
import io.heapcast.cli.broker.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintWriter;
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
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leakbench overhead}. */
@Command(
    name = "overhead",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description = {
      "What watching adds to a service: CPU of all its threads (garbage collector and compiler among"
          + " them) and of the collector, stalls, resident memory; Heapcast out of process and as"
          + " agent beside nothing (twice), Prometheus' JMX agent (all beans, scraped every 5 s),"
          + " OpenTelemetry's agent (metrics logged every 5 s, no traces) and New Relic's jfr-daemon"
          + " (which cannot deliver). All run side by side, in rounds; each round is one pair with"
          + " 'nothing'."
    },
    footer = {"", "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."})
public final class OverheadCommand implements Callable<Integer> {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration SCRAPE_EVERY = Duration.ofSeconds(5);
  private static final int IDLE_KIB_PER_TICK = 4;
  private static final int BUSY_KIB_PER_TICK = 1_024;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--rounds", description = "Rounds, each a pair. Default: ${DEFAULT-VALUE}.")
  private int rounds = 12;

  @Option(names = "--seconds", description = "Of a round. Default: ${DEFAULT-VALUE}.")
  private int seconds = 15;

  @Option(
      names = "--warm-up",
      description = "Seconds before the first round. Default: ${DEFAULT-VALUE}.")
  private int warmUpSeconds = 60;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandLogs.embedded(false);
    for (Map.Entry<String, Integer> load :
        List.of(
            Map.entry("idle-ish service, 0.4 MB/s", IDLE_KIB_PER_TICK),
            Map.entry("allocating service, 100 MB/s", BUSY_KIB_PER_TICK))) {
      Path directory = Files.createTempDirectory("heapcast-bench-");
      try (EmbeddedKafka kafka =
          EmbeddedKafka.start(
              directory.resolve("broker"),
              0,
              fault -> {
                throw fault;
              })) {
        measure(load.getKey(), load.getValue(), kafka.bootstrapServers(), directory);
      } finally {
        Directories.delete(directory);
      }
    }
    return 0;
  }

  private void measure(String title, int kibPerTick, String bootstrapServers, Path directory)
      throws IOException, InterruptedException {
    Files.writeString(directory.resolve("prometheus.yaml"), "rules:\n- pattern: '.*'\n");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Map<Variant, ServiceProcess> services = new EnumMap<>(Variant.class);
    int port = freePort();
    try {
      for (Variant variant : Variant.values()) {
        List<String> flags = new ArrayList<>(List.of("-Xmx128m", "-XX:+UseG1GC"));
        flags.addAll(
            variant.flags(
                Home.directory().resolve("target/agents"),
                bootstrapServers,
                variant == Variant.PROMETHEUS ? port : freePort(),
                directory));
        services.put(
            variant,
            ServiceProcess.start(
                java, flags, variant.environment(), kibPerTick, directory.resolve("services.out")));
      }
      ServiceProcess watched = services.get(Variant.HEAPCAST);
      if (watched == null) {
        throw new AssertionError(Variant.HEAPCAST);
      }
      try (CollectorProcess collector =
          CollectorProcess.start(java, bootstrapServers, List.of(watched.pid()), directory)) {
        collector.awaitWatched(1, START);
        pass(warmUpSeconds, port);
        services.values().forEach(ServiceProcess::stallMicros);
        OverheadTable table = new OverheadTable();
        for (int round = 0; round < rounds; round++) {
          round(table, services, collector, port);
        }
        services.forEach(
            (variant, service) ->
                table.atEnd(
                    variant, service.stallMicros(), ProcessCost.residentBytes(service.pid())));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
            "%s: %d rounds of %d s, JDK %s; collector's own memory %d MiB%n",
            title,
            rounds,
            seconds,
            System.getProperty("java.version"),
            ProcessCost.residentBytes(collector.pid()) >> 20);
        table.lines().forEach(out::println);
        out.println();
        out.flush();
      }
    } finally {
      services.values().forEach(ServiceProcess::close);
    }
  }

  private void round(
      OverheadTable table,
      Map<Variant, ServiceProcess> services,
      CollectorProcess collector,
      int port)
      throws InterruptedException {
    Map<Variant, Map<String, Double>> before = new EnumMap<>(Variant.class);
    Map<String, Double> own = ProcessCost.cpuMillisByThread(collector.pid());
    long begin = System.nanoTime();
    services.forEach(
        (variant, service) -> before.put(variant, ProcessCost.cpuMillisByThread(service.pid())));
    pass(seconds, port);
    double elapsed = (System.nanoTime() - begin) / 1e9;
    double collectors =
        ProcessCost.cpuMillisBetween(own, ProcessCost.cpuMillisByThread(collector.pid()));
    services.forEach(
        (variant, service) ->
            table.round(
                variant,
                (ProcessCost.cpuMillisBetween(
                            before.getOrDefault(variant, Map.of()),
                            ProcessCost.cpuMillisByThread(service.pid()))
                        + (variant == Variant.HEAPCAST ? collectors : 0))
                    / elapsed));
  }

  /** Lets time pass, scraping as Prometheus would. */
  private static void pass(int seconds, int port) throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      try {
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
            BodyHandlers.discarding());
      } catch (IOException e) {
        throw io.heapcast.telemetry.UserError.environment(
            "Prometheus' agent on port " + port, e.toString(), "its metrics", "Run again", e);
      }
      long left = end - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(Math.min(left, SCRAPE_EVERY.toNanos()));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
