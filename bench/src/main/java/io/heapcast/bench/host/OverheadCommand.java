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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
          + " them), and beside it of the collector, stalls, resident memory; Heapcast out of process and as"
          + " agent beside nothing (twice), Prometheus' JMX agent (all beans, scraped every 5 s),"
          + " OpenTelemetry's agent (metrics logged every 5 s, no traces) and New Relic's jfr-daemon"
          + " (which cannot deliver). All run side by side, in rounds; each round is one pair with"
          + " 'nothing'."
    },
    footer = {"", "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."})
public final class OverheadCommand implements Callable<Integer> {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Map<String, Double> NONE = Map.of();
  private static final Duration SCRAPE_EVERY = Duration.ofSeconds(5);

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

  @Option(
      names = "--contenders",
      split = ",",
      description = "Beside 'nothing', which always runs: ${COMPLETION-CANDIDATES}. Default: all.")
  private Set<Variant> contenders = EnumSet.allOf(Variant.class);

  @Option(
      names = "--service",
      split = ",",
      description = "${COMPLETION-CANDIDATES}. Default: both.")
  private Set<Load> loads = EnumSet.allOf(Load.class);

  @Option(
      names = "--other-jar",
      paramLabel = "JAR",
      description = "Another build of the collector, to be held against this one.")
  private @Nullable Path otherJar;

  @Option(names = "--threads", description = "Also tell CPU by thread name.")
  private boolean byThread;

  /** What a service does. */
  enum Load {
    IDLE("idle-ish service, 0.4 MB/s", 4),
    ALLOCATING("allocating service, 100 MB/s", 1_024);

    private final String title;
    private final int kibPerTick;

    Load(String title, int kibPerTick) {
      this.title = title;
      this.kibPerTick = kibPerTick;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandLogs.embedded(false);
    contenders.add(Variant.NOTHING);
    if (otherJar == null) {
      contenders.remove(Variant.HEAPCAST_OTHER);
    }
    for (Load load : loads) {
      Path directory = Files.createTempDirectory("heapcast-bench-");
      try (EmbeddedKafka kafka =
          EmbeddedKafka.start(
              directory.resolve("broker"),
              0,
              fault -> {
                throw fault;
              })) {
        measure(load.title, load.kibPerTick, kafka.bootstrapServers(), directory);
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
    Map<Variant, CollectorProcess> collectors = new EnumMap<>(Variant.class);
    int port = freePort();
    try {
      for (Variant variant : contenders) {
        List<String> flags = new ArrayList<>(List.of("-Xmx128m", "-XX:+UseG1GC"));
        flags.addAll(
            variant.flags(
                Home.directory().resolve("target/agents"),
                bootstrapServers,
                variant == Variant.PROMETHEUS ? port : freePort(),
                directory));
        ServiceProcess service =
            ServiceProcess.start(
                java,
                flags,
                variant.environment(),
                ServiceProcess.Pace.measured(kibPerTick),
                directory.resolve("services.out"));
        services.put(variant, service);
        if (variant.isWatchedFromOutside()) {
          collectors.put(variant, collector(variant, java, bootstrapServers, service, directory));
        }
      }
      for (CollectorProcess collector : collectors.values()) {
        collector.awaitWatched(1, START);
      }
      pass(warmUpSeconds, port);
      services.values().forEach(ServiceProcess::stallMicros);
      OverheadTable table = new OverheadTable();
      ThreadTable threads = new ThreadTable();
      for (int round = 0; round < rounds; round++) {
        round(table, threads, services, collectors, port);
      }
      services.forEach(
          (variant, service) ->
              table.atEnd(
                  variant, service.stallMicros(), resident(service, collectors.get(variant))));
      show(title, table, threads);
    } finally {
      collectors.values().forEach(CollectorProcess::close);
      services.values().forEach(ServiceProcess::close);
    }
  }

  private CollectorProcess collector(
      Variant variant, Path java, String bootstrapServers, ServiceProcess service, Path directory)
      throws IOException {
    return CollectorProcess.start(
        variant == Variant.HEAPCAST_OTHER && otherJar != null ? otherJar : CollectorProcess.jar(),
        java,
        bootstrapServers,
        List.of(service.pid()),
        Files.createDirectories(directory.resolve(variant.name())));
  }

  private static OverheadTable.Resident resident(
      ServiceProcess service, @Nullable CollectorProcess beside) {
    return new OverheadTable.Resident(
        ProcessCost.residentBytes(service.pid()),
        beside == null ? 0 : ProcessCost.residentBytes(beside.pid()));
  }

  private void show(String title, OverheadTable table, ThreadTable threads) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %d rounds of %d s, JDK %s%n",
        title, rounds, seconds, System.getProperty("java.version"));
    table.lines().forEach(out::println);
    out.println();
    if (byThread) {
      threads.lines().forEach(out::println);
      out.println();
    }
    out.flush();
  }

  private void round(
      OverheadTable table,
      ThreadTable threads,
      Map<Variant, ServiceProcess> services,
      Map<Variant, CollectorProcess> collectors,
      int port)
      throws InterruptedException {
    Map<Variant, Map<String, Double>> before = new EnumMap<>(Variant.class);
    Map<Variant, Map<String, Double>> own = new EnumMap<>(Variant.class);
    long begin = System.nanoTime();
    services.forEach(
        (variant, service) -> before.put(variant, ProcessCost.cpuMillisByThread(service.pid())));
    collectors.forEach(
        (variant, collector) -> own.put(variant, ProcessCost.cpuMillisByThread(collector.pid())));
    pass(seconds, port);
    double elapsed = (System.nanoTime() - begin) / 1e9;
    services.forEach(
        (variant, service) -> {
          double inside =
              taken(threads, variant.title(), service.pid(), before.getOrDefault(variant, NONE));
          CollectorProcess collector = collectors.get(variant);
          double beside =
              collector == null
                  ? 0
                  : taken(
                      threads,
                      variant.title() + ": collector",
                      collector.pid(),
                      own.getOrDefault(variant, NONE));
          table.round(variant, new OverheadTable.Cpu(inside / elapsed, beside / elapsed));
        });
    threads.passed(elapsed);
  }

  private static double taken(
      ThreadTable threads, String process, long pid, Map<String, Double> before) {
    Map<String, Double> after = ProcessCost.cpuMillisByThread(pid);
    threads.add(process, pid, before, after);
    return ProcessCost.cpuMillisBetween(before, after);
  }

  /** Lets time pass, scraping as Prometheus would. */
  private void pass(int seconds, int port) throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      try {
        if (contenders.contains(Variant.PROMETHEUS)) {
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
              BodyHandlers.discarding());
        }
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
