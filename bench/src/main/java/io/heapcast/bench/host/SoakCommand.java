package io.heapcast.bench.host;

import io.heapcast.bench.BenchVersions;
import io.heapcast.cli.CommandLogs;
import io.heapcast.cli.broker.EmbeddedKafka;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leakbench soak}. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description = {
      "A collector under JVMs that start and die, half of them killed, a broker that comes and goes,"
          + " and a spool that is full for a while. Then: is there a leak in the collector, by"
          + " Heapcast's own judgement of its recording; is a dead JVM's repository left; are as many"
          + " batches missing as it has counted?"
    },
    footer = {
      "",
      "Exit codes: 0 all is well, 1 it is not, 2 usage or input error, 3 the environment failed."
    })
public final class SoakCommand implements Callable<Integer> {

  private static final Duration COLLECT_EVERY = Duration.ofSeconds(20);
  private static final Duration FLAP_EVERY = Duration.ofSeconds(100);
  private static final Duration FLAP = Duration.ofSeconds(25);
  private static final int ALIVE = 8;
  private static final ServiceProcess.Pace PACE = new ServiceProcess.Pace(64, 50, false);

  /** The broker stays away in the middle of the run until the spool has been full. */
  private static final double FILL_FROM = 0.4;

  private static final double FILL_UNTIL = 0.8;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--minutes", description = "Default: ${DEFAULT-VALUE}.")
  private int minutes = 30;

  @Option(names = "--jvms", description = "Started in all, at least. Default: ${DEFAULT-VALUE}.")
  private int jvms = 200;

  @Option(names = "--seed", description = "Of the JVMs' lives. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  private final List<ServiceProcess> alive = new ArrayList<>();
  private int started;
  private @Nullable EmbeddedKafka broker;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandLogs.embedded(false);
    Path directory = Files.createTempDirectory("heapcast-soak-");
    Path recording = directory.resolve("collector.jfr");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(directory.resolve("policy"), "mode=opt-in\nmin.headroom.mib=1\n");
    Files.createDirectory(directory.resolve("repositories"));
    EmbeddedKafka first = broker(directory, 0);
    broker = first;
    String address = first.bootstrapServers();
    boolean well;
    try {
      Counted counted;
      try (CollectorProcess collector =
          CollectorProcess.start(
              java,
              address,
              directory,
              List.of("-XX:StartFlightRecording=settings=default,filename=" + recording),
              Map.of(
                  Setting.ATTACH_POLICY,
                  directory.resolve("policy").toString(),
                  Setting.SPOOL_MAX_MIB,
                  "1"))) {
        counted = run(collector, java, directory, address);
      }
      long missing = counted.batches() - Arrived.distinct(settings(address));
      boolean leak = leaks(java, recording);
      List<String> orphans = orphans(directory);
      PrintWriter out = spec.commandLine().getOut();
      out.printf("JVMs started and ended          %d in %d min%n", started, minutes);
      out.printf("collector                       %s%n", counted);
      out.printf("batches made and not arrived    %d%n", missing);
      out.printf("repositories left by the dead   %d %s%n", orphans.size(), orphans);
      out.printf("leak by Heapcast's judgement    %s%n", leak ? "yes" : "no");
      out.flush();
      well = !leak && orphans.isEmpty() && missing == counted.dropped() && counted.alive();
    } finally {
      alive.forEach(ServiceProcess::close);
      stopBroker();
      Directories.delete(directory);
    }
    return well ? 0 : 1;
  }

  /** What the collector says at the end. */
  private record Counted(
      boolean alive, long batches, long dropped, long stripped, long resident, long events) {
    @Override
    public String toString() {
      return "%s, %d batches made, %d of them dropped, %d without samples, %d MiB resident, %d events read"
          .formatted(alive ? "alive" : "DEAD", batches, dropped, stripped, resident >> 20, events);
    }
  }

  private Counted run(CollectorProcess collector, Path java, Path directory, String address)
      throws IOException, InterruptedException {
    Random random = new Random(seed);
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    long begin = System.nanoTime();
    long length = TimeUnit.MINUTES.toNanos(minutes);
    long collected = begin;
    while (System.nanoTime() - begin < length) {
      long now = System.nanoTime() - begin;
      liveAndDie(java, directory, random, (double) now / length);
      flap(directory, port, now, length);
      if (System.nanoTime() - collected > COLLECT_EVERY.toNanos()) {
        collected = System.nanoTime();
        collect(collector.pid()); // floors for the judgement
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    if (broker == null) {
      broker = broker(directory, port);
    }
    for (ServiceProcess service : alive) {
      service.exit();
    }
    awaitQuiet(collector);
    return new Counted(
        collector.isAlive(),
        (long) collector.metric("batches_total"),
        (long) collector.dropped("spool-full")
            + (long) collector.dropped("queue-full")
            + (long) collector.dropped("spool-failed")
            + (long) collector.dropped("refused"),
        (long) collector.dropped("allocation-samples"),
        ProcessCost.residentBytes(collector.pid()),
        (long) collector.metric("events_read_total"));
  }

  private void liveAndDie(Path java, Path directory, Random random, double done)
      throws IOException {
    for (Iterator<ServiceProcess> it = alive.iterator(); it.hasNext(); ) {
      ServiceProcess service = it.next();
      if (!service.isAlive()) {
        it.remove();
      }
    }
    if (started < done * jvms + ALIVE) {
      if (alive.size() >= ALIVE) {
        ServiceProcess oldest = alive.remove(0);
        if (random.nextBoolean()) {
          oldest.close();
        } else {
          oldest.exit();
        }
      }
      started++;
      List<String> flags = new ArrayList<>(ServiceProcess.SMALL);
      flags.add("-Dheapcast.watch=true");
      flags.add("-XX:FlightRecorderOptions=repository=" + directory.resolve("repositories"));
      alive.add(
          ServiceProcess.start(java, flags, Map.of(), PACE, directory.resolve("services.out")));
    }
  }

  private void flap(Path directory, int port, long now, long length) {
    boolean fill = now > FILL_FROM * length && now < FILL_UNTIL * length;
    boolean away = now % FLAP_EVERY.toNanos() > FLAP_EVERY.minus(FLAP).toNanos();
    boolean wanted = !fill && !away;
    if (!wanted) {
      stopBroker();
    } else if (broker == null) {
      broker = broker(directory, port);
    }
  }

  private void stopBroker() {
    EmbeddedKafka running = broker;
    broker = null;
    if (running != null) {
      running.close();
    }
  }

  private static EmbeddedKafka broker(Path directory, int port) {
    return EmbeddedKafka.start(
        directory.resolve("broker"),
        port,
        fault -> {
          throw fault;
        });
  }

  /** Waits until all JVMs have ended and all is sent. */
  private static void awaitQuiet(CollectorProcess collector) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (collector.metric("jvms_watched") > 0
        || collector.metric("spool_bytes") > 0
        || collector.metric("queued_records") > 0) {
      if (System.nanoTime() > end) {
        throw UserError.environment(
            "the collector", "work left after two minutes", "none", "See its output");
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    TimeUnit.SECONDS.sleep(3); // what is in flight
  }

  private static void collect(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** {@code heapcast analyze --fail-on leak}, shown as it is. */
  private static boolean leaks(Path java, Path recording) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder(
                java.toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.heapcast.cli.Main",
                "analyze",
                "--fail-on",
                "leak",
                recording.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (exit > 1) {
      throw UserError.environment(
          "analysis of the collector's recording",
          "exit code " + exit,
          "0 or 1",
          "See its output above");
    }
    return exit == 1;
  }

  private static List<String> orphans(Path directory) throws IOException {
    try (Stream<Path> left = Files.list(directory.resolve("repositories"))) {
      return left.map(path -> String.valueOf(path.getFileName())).toList();
    }
  }

  private static Settings settings(String address) {
    return Settings.defaults().with(Map.of(Setting.BOOTSTRAP_SERVERS, address), "soak");
  }
}
