package io.heapcast.bench.host;

import io.heapcast.bench.BenchVersions;
import io.heapcast.cli.CommandLogs;
import io.heapcast.cli.broker.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leakbench fleet}. */
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description = {
      "What the collector takes on a host with many watched JVMs at rest: CPU, resident memory, bytes"
          + " per JVM and second on the wire. Real JVMs, a real broker, the jar that is shipped."
    },
    footer = {"", "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."})
public final class FleetCommand implements Callable<Integer> {

  private static final Duration START = Duration.ofMinutes(4);

  /** At rest: 20 KiB a second; a young collection every minute or two. */
  private static final ServiceProcess.Pace AT_REST = new ServiceProcess.Pace(2, 100, false);

  /** So that 50 JVMs that start do not starve each other. */
  private static final Duration STAGGER = Duration.ofMillis(500);

  private static final double MIB = 1 << 20;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--jvms", description = "Watched JVMs. Default: ${DEFAULT-VALUE}.")
  private int jvms = 50;

  @Option(
      names = "--warm-up",
      description =
          "Seconds between the last attach and the measurement. Default: ${DEFAULT-VALUE}.")
  private int warmUpSeconds = 60;

  @Option(names = "--seconds", description = "Measured seconds. Default: ${DEFAULT-VALUE}.")
  private int seconds = 120;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandLogs.embedded(false);
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory("heapcast-bench-");
    List<ServiceProcess> services = new ArrayList<>();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(
            directory.resolve("broker"),
            0,
            fault -> {
              throw fault;
            })) {
      for (int i = 0; i < jvms; i++) {
        services.add(
            ServiceProcess.start(
                java, ServiceProcess.SMALL, Map.of(), AT_REST, directory.resolve("services.out")));
        TimeUnit.MILLISECONDS.sleep(STAGGER.toMillis());
      }
      try (CollectorProcess collector =
          CollectorProcess.start(
              java,
              kafka.bootstrapServers(),
              services.stream().map(ServiceProcess::pid).toList(),
              directory)) {
        collector.awaitWatched(jvms, START);
        TimeUnit.SECONDS.sleep(warmUpSeconds);
        measure(out, collector, directory.resolve("broker"));
      }
    } finally {
      services.forEach(ServiceProcess::close);
      Directories.delete(directory);
    }
    return 0;
  }

  private void measure(PrintWriter out, CollectorProcess collector, Path broker)
      throws IOException, InterruptedException {
    Map<String, Double> cpu = ProcessCost.cpuMillisByThread(collector.pid());
    long wire = logBytes(broker);
    double events = collector.metric("events_read_total");
    long begin = System.nanoTime();
    long resident = 0;
    for (int i = 0; i < seconds; i++) {
      TimeUnit.SECONDS.sleep(1);
      resident = Math.max(resident, ProcessCost.residentBytes(collector.pid()));
    }
    double measured = (System.nanoTime() - begin) / 1e9;
    double millis =
        ProcessCost.cpuMillisBetween(cpu, ProcessCost.cpuMillisByThread(collector.pid()));
    out.printf("watched JVMs                    %d, %.0f s measured%n", jvms, measured);
    out.printf("CPU of one core                 %.1f %%%n", millis / measured / 10);
    out.printf("CPU per JVM                     %.2f ms/s%n", millis / measured / jvms);
    out.printf("resident memory, most           %.0f MiB%n", resident / MIB);
    out.printf(
        "on the wire per JVM             %.0f bytes/s%n",
        (logBytes(broker) - wire) / measured / jvms);
    out.printf(
        "events per JVM                  %.1f /s%n",
        (collector.metric("events_read_total") - events) / measured / jvms);
    out.printf(
        "watched at the end              %.0f, batches dropped %s%n",
        collector.metric("jvms_watched"), dropped(collector));
    out.flush();
  }

  private static String dropped(CollectorProcess collector) throws InterruptedException {
    double dropped = collector.metric("dropped_batches_total");
    return Double.isNaN(dropped) ? "0" : "%.0f".formatted(dropped);
  }

  /** Batches lie in the log as they were sent, compressed. */
  private static long logBytes(Path broker) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(broker)) {
      for (Path file : files.filter(FleetCommand::isOfHeapcast).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static boolean isOfHeapcast(Path file) {
    return file.toString().endsWith(".log")
        && file.getParent() != null
        && String.valueOf(file.getParent().getFileName()).startsWith("heapcast.");
  }
}
