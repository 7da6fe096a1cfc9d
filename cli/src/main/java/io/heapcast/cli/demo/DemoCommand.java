package io.heapcast.cli.demo;

import io.heapcast.cli.Pipeline;
import io.heapcast.cli.ProcessEnd;
import io.heapcast.cli.Progress;
import io.heapcast.cli.Versions;
import io.heapcast.cli.demo.workload.WorkloadOptions;
import io.heapcast.collector.SettingsOptions;
import io.heapcast.telemetry.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heapcast demo}: a real leak among healthy neighbours, caught before it kills. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = DemoCommand.Version.class,
    description = {
      "Shows a real leak being caught. Starts four small services, each a JVM of its own: one leaks,"
          + " the others only look as if they did. Watches them with the whole pipeline until the"
          + " leaking one has died of its OutOfMemoryError, about three minutes, and compares what"
          + " was predicted with what happened. Leaves nothing behind."
    },
    footer = {
      "",
      "Examples:",
      "  heapcast demo",
      "  heapcast demo --keep                 and stay, for Prometheus and Grafana to look at",
      "  heapcast demo --json result.json     the result for a program",
      "",
      "Exit codes: 0 the leak was alerted on before its OutOfMemoryError and no neighbour was, 1 not"
          + " so, 2 usage error, 3 the environment failed; 130 Ctrl-C."
    })
public final class DemoCommand implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the result here, as JSON (schema heapcast.demo/v1).")
  private @Nullable Path json;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the services' random requests (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--keep",
      description = "Leave the neighbours and the pipeline running after the end, until Ctrl-C.")
  private boolean keep;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = options.load();
    DemoSettings.requireNoCluster(settings);
    Optional<JsonFile> result = Optional.ofNullable(json).map(JsonFile::writable);
    DemoLog.quiet(options.verbose());
    try (Cleanup cleanup = Cleanup.atExit()) {
      try {
        return run(settings, result, cleanup);
      } catch (RuntimeException e) {
        if (cleanup.exiting()) {
          return 1; // nobody sees it: the process ends with the signal's code
        }
        throw e;
      }
    }
  }

  private int run(Settings settings, Optional<JsonFile> result, Cleanup cleanup)
      throws InterruptedException {
    DemoScreen screen = DemoScreen.onStandardOutput(System.getenv());
    DemoWords words = new DemoWords(screen.style());
    Clock clock = Clock.system(ZoneId.systemDefault());

    Path directory = TemporaryDirectory.create();
    cleanup.add(() -> TemporaryDirectory.delete(directory));
    Stage stage = openStage(directory);
    cleanup.add(stage::close);
    screen.say(words.introduction(stage.jvms()));
    Pipeline pipeline = startPipeline(settings, stage, directory);
    cleanup.add(pipeline::close);
    screen.say(words.watching(pipeline.metricsUrl()));

    Demo demo = new Demo(stage, screen, clock);
    List<DemoJvm> jvms = demo.play(pipeline);
    if (!keep) {
      screen.say("", " Stopping the neighbours …");
      cleanup.close();
      jvms = demo.afterwards();
    }
    screen.say("");
    screen.say(new DemoReport(clock.getZone(), screen.style()).lines(jvms, demo.leakSince()));
    screen.say(words.whereNext());
    if (result.isPresent()) {
      result.get().write(DemoJson.of(jvms));
    }
    if (keep) {
      screen.say(words.kept(pipeline.metricsUrl()));
      stay(pipeline);
    }
    return DemoOutcome.of(jvms).exitCode();
  }

  private static Pipeline startPipeline(Settings settings, Stage stage, Path directory) {
    return Pipeline.start(
        DemoSettings.of(settings, stage.pids()),
        directory.resolve("broker"),
        Progress.onStandardOutput(),
        new ProcessEnd());
  }

  private Stage openStage(Path directory) {
    Jdk own = Jdk.own();
    Optional<Jdk> other = InstalledJdks.onThisMachine(System.getenv()).otherThan(own);
    return Stage.open(Cast.ALL, own, other, new WorkloadOptions(seed, 1, true), directory);
  }

  private static void stay(Pipeline pipeline) throws InterruptedException {
    while (true) {
      pipeline.requireHealthy();
      Thread.sleep(1_000);
    }
  }

  /** Heapcast's version, for {@code --version}. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"heapcast " + Versions.heapcast()};
    }
  }
}
