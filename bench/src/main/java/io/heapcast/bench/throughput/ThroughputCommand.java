package io.heapcast.bench.throughput;

import io.heapcast.bench.BenchVersions;
import io.heapcast.bench.Home;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leakbench throughput}. */
@Command(
    name = "throughput",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description = {
      "CPU per record of the topologies, decoding included, beside a consumer that only decodes the"
          + " same records, in one run; JVMs per core; bytes of state and changelog per JVM.",
      "What JVMs tell once, identity and names, is taken in before: JVMs per core is about steady"
          + " telemetry.",
      "Plays recorded telemetry of real JVMs (bench/real). The broker's CPU is not counted."
    },
    footer = {
      "",
      "Example:",
      "  leakbench throughput --jvms 30000 --seconds 60",
      "",
      "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."
    })
public final class ThroughputCommand implements Callable<Integer> {

  /** Kept, since a level is forgotten with its logger. */
  private static final Logger ROOT_LOG = Logger.getLogger("");

  /** Half a million batches: the compiler is busy with the topology for longer than one thinks. */
  private static final int WARM_JVMS = 10_000;

  private static final double WINDOW_SECONDS = 10;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--jvms",
      paramLabel = "N",
      description =
          "Size of the fleet. As many as a core is to carry: then a commit sees each JVM about as"
              + " often as it would in operation. Default: ${DEFAULT-VALUE}.")
  private int jvms = 30_000;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Of each JVM's telemetry, at most 90. Default: ${DEFAULT-VALUE}.")
  private int seconds = 40;

  @Option(
      names = "--commit",
      paramLabel = "TIME",
      description = "Commit interval of both topologies. Default: that of Heapcast.")
  private @Nullable String commit;

  @Override
  public Integer call() throws IOException, ExecutionException, InterruptedException {
    if (jvms < 1 || seconds < 20 || seconds > Replays.MOST_SECONDS) {
      throw UserError.usage(
          "--jvms, --seconds",
          jvms + ", " + seconds,
          "1 or more JVMs, 20 to " + Replays.MOST_SECONDS + " seconds",
          "Correct them");
    }
    ROOT_LOG.setLevel(Level.SEVERE);
    try (BrokerChild broker = BrokerChild.start()) {
      Map<Setting, String> given = new EnumMap<>(Setting.class);
      given.put(Setting.BOOTSTRAP_SERVERS, broker.address());
      if (commit != null) {
        given.put(Setting.COMMIT_INTERVAL, commit);
      }
      Settings cluster = Settings.defaults().with(given, "benchmark");
      var recorded = Home.directory().resolve("real");
      Pass.run(cluster, "warm-", Replays.of(recorded, Math.min(jvms, WARM_JVMS), seconds));
      print(Pass.run(cluster, "", Replays.of(recorded, jvms, seconds)));
    }
    return 0;
  }

  private void print(Pass pass) {
    PrintWriter out = spec.commandLine().getOut();
    double raw = pass.raw().microsEach();
    double windows = pass.windows().microsEach();
    double verdicts = pass.verdicts().microsEach();
    double batchesPerSecond = pass.load().records() / (double) jvms / seconds;
    double windowsPerBatch = pass.verdicts().things() / (double) pass.load().records();
    double perJvmSecond = windows * batchesPerSecond;
    double wholePerJvmSecond = perJvmSecond + verdicts * windowsPerBatch * batchesPerSecond;
    out.printf(
        "%,d JVMs, %d s each: %,d batches of %.0f bytes, %.2f a second and JVM; %,d windows%n",
        jvms,
        seconds,
        pass.load().records(),
        pass.load().bytesEach(),
        batchesPerSecond,
        pass.verdicts().things());
    out.printf(
        "%-44s %8.0f bytes a batch, identity and names told before%n",
        "measured batches", pass.measured().bytesEach());
    out.printf("%-44s %8.2f µs of CPU a batch%n", "consumed and decoded, nothing else", raw);
    out.printf(
        "%-44s %8.2f µs of CPU a batch, %.1f times that%n", "windows", windows, windows / raw);
    out.printf("%-44s %8.2f µs of CPU a window%n", "verdicts and alerts", verdicts);
    out.printf(
        "%-44s %,8.0f windows alone, %,.0f with verdicts and alerts%n",
        "JVMs per core, steady, windows of " + (int) WINDOW_SECONDS + " s",
        1e6 / perJvmSecond,
        1e6 / wholePerJvmSecond);
    StoredState state = pass.state();
    out.printf(
        "%-44s %8.0f hot bytes, %.0f of identity and names%n",
        "state of the windows per JVM", state.hotBytes(), state.profileBytes());
    out.printf(
        "%-44s %8.0f bytes per JVM and second, %.2f records a batch%n",
        "changelog of the windows", state.changelogBytes(), state.changelogRecords());
    out.printf(
        "%-44s %8.0f bytes per JVM, after a collection%n",
        "heap of the windows' topology", pass.windowsHeapBytes() / (double) jvms);
    out.flush();
  }
}
