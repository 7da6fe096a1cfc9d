package io.heapcast.bench.throughput;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heapcast.bench.BenchVersions;
import io.heapcast.bench.Home;
import io.heapcast.streams.WindowStreams;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.topology.TopologyConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leakbench day}. */
@Command(
    name = "day",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description = {
      "CPU of a full day of one JVM, a recorded one again and again: through the topology of the"
          + " windows in Kafka's test driver, which commits after every record, and through the"
          + " plain engine. Once to warm up, then three times; the best is printed.",
      "Fails when that needs more than 2 s through the topology, and when its windows are not those"
          + " of the plain engine, byte for byte."
    },
    footer = {
      "",
      "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed, it took too long, or"
          + " windows differ."
    })
public final class DayCommand implements Callable<Integer> {

  private static final int WARM_ROUNDS = 3;

  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path recorded = Home.directory().resolve("real");
    List<TelemetryBatch> run = Replays.healthyRuns(recorded).get(0);
    List<byte[]> day =
        LongRun.of(run, Duration.ofDays(1).toMillis()).stream()
            .map(TelemetryBatch::toByteArray)
            .toList();
    double compiledBefore = COMPILER.getTotalCompilationTime() / 1e3;
    byte[] jvmId = run.get(0).getJvmId().getBytes(UTF_8);
    List<byte[]> expected = new ArrayList<>();
    List<byte[]> found = new ArrayList<>();
    Cost first = driven(jvmId, day, found);
    double firstCompiling = COMPILER.getTotalCompilationTime() / 1e3 - compiledBefore;
    Cost plain = plain(day, expected);
    DayAims.sameWindows(found, expected);
    Cost driven = new Cost(Long.MAX_VALUE, 1);
    for (int round = 0; round < WARM_ROUNDS; round++) {
      found.clear();
      driven = driven.orLess(driven(jvmId, day, found));
      DayAims.sameWindows(found, expected);
      plain = plain.orLess(plain(day, new ArrayList<>()));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("a day of one JVM: %,d batches, %,d windows%n", day.size(), driven.things());
    out.printf(
        "through the topology %.2f s of CPU; plain engine, decoding included, %.2f s%n",
        driven.cpuNanos() / 1e9, plain.cpuNanos() / 1e9);
    out.printf(
        "the first time, in a cold JVM: %.2f s, while the compiler worked for %.2f s%n",
        first.cpuNanos() / 1e9, firstCompiling);
    out.flush();
    DayAims.cheap(driven);
    return 0;
  }

  private static Cost plain(List<byte[]> day, List<byte[]> windows) throws IOException {
    long before = Cost.cpuNanosSoFar();
    String jvmId = TelemetryBatch.parseFrom(day.get(0)).getJvmId();
    WindowEngine engine =
        new WindowEngine(jvmId, Settings.defaults().duration(Setting.WINDOW_GRACE));
    List<JvmWindow> closed = new ArrayList<>();
    for (byte[] batch : day) {
      closed.addAll(engine.accept(TelemetryBatch.parseFrom(batch)));
    }
    Cost cost = new Cost(Cost.cpuNanosSoFar() - before, closed.size());
    closed.forEach(window -> windows.add(window.toByteArray()));
    return cost;
  }

  private static Cost driven(byte[] jvmId, List<byte[]> day, List<byte[]> windows)
      throws IOException {
    Settings settings =
        Settings.defaults().with(Map.of(Setting.BOOTSTRAP_SERVERS, "127.0.0.1:1"), "benchmark");
    Properties properties = new Properties();
    properties.putAll(TopologyConfig.of(settings, "day"));
    Path directory = Files.createTempDirectory("heapcast-day-");
    properties.put("state.dir", directory.toString());
    long before = Cost.cpuNanosSoFar();
    try (TopologyTestDriver driver =
        new TopologyTestDriver(WindowStreams.topology(settings), properties)) {
      var telemetry =
          driver.createInputTopic(
              Topic.TELEMETRY.name(settings), new ByteArraySerializer(), new ByteArraySerializer());
      var closed =
          driver.createOutputTopic(
              Topic.WINDOWS.name(settings),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      for (byte[] batch : day) {
        telemetry.pipeInput(jvmId, batch);
        while (!closed.isEmpty()) {
          windows.add(closed.readValue());
        }
      }
    }
    return new Cost(Cost.cpuNanosSoFar() - before, windows.size());
  }
}
