package io.heapcast.bench.host;

import io.heapcast.bench.BenchVersions;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.JvmWindow;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leakbench recovery}. */
@Command(
    name = "recovery",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description = {
      "Kills 'heapcast up' with -9 while it watches a JVM, starts it again at once, and tells how long"
          + " it takes until it has taken in telemetry from after the kill, until a window of it can be"
          + " read, and whether any window is missing or doubled in the end."
    },
    footer = {
      "",
      "Exit codes: 0 every window is there once, 1 not, 2 usage or input error, 3 the environment"
          + " failed."
    })
public final class RecoveryCommand implements Callable<Integer> {

  /** Kept, since a level is forgotten with its logger. */
  private static final Logger ROOT_LOG = Logger.getLogger("");

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LOOK_EVERY_MS = 50;
  private static final long WINDOW_MS = 10_000;

  /** 6.4 MB/s. */
  private static final ServiceProcess.Pace PACE = new ServiceProcess.Pace(64, 10, false);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--kills", description = "Default: ${DEFAULT-VALUE}.")
  private int kills = 5;

  @Override
  public Integer call() throws IOException, ExecutionException, InterruptedException {
    ROOT_LOG.setLevel(Level.OFF); // the broker is away by intent
    Path directory = Files.createTempDirectory("heapcast-recovery-");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    int port = freePort();
    Settings settings =
        Settings.defaults()
            .with(Map.of(Setting.BOOTSTRAP_SERVERS, "127.0.0.1:" + port), "benchmark");
    UpProcess up = null;
    try (ServiceProcess service =
            ServiceProcess.start(
                java, List.of("-Xmx64m"), Map.of(), PACE, directory.resolve("service.log"));
        PipelineWatch watch = new PipelineWatch(settings)) {
      up = UpProcess.start(directory, port, service.pid());
      await(up, () -> watch.windows().size() > 1);
      for (int kill = 1; kill <= kills; kill++) {
        up = killed(up, directory, port, service.pid(), watch, kill);
      }
      return print(watch.windows());
    } finally {
      if (up != null) {
        up.kill();
      }
      Directories.delete(directory);
    }
  }

  /** Kills it and starts it again; returns the new one. */
  private UpProcess killed(
      UpProcess up, Path directory, int port, long pid, PipelineWatch watch, int kill)
      throws IOException, ExecutionException, InterruptedException {
    long taken = watch.telemetryEnd();
    long begin = System.nanoTime();
    long killedMs = System.currentTimeMillis();
    up.kill();
    UpProcess again = UpProcess.start(directory, port, pid);
    try {
      await(again, () -> watch.taken() > taken);
      double goesOn = (System.nanoTime() - begin) / 1e9;
      await(
          again,
          () -> watch.windows().stream().anyMatch(window -> window.getEndTimeMs() > killedMs));
      double window = (System.nanoTime() - begin) / 1e9;
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "kill %d: later telemetry is taken in and committed after %.1f s, a window of it can be"
              + " read after %.1f s%n",
          kill, goesOn, window);
      out.flush();
      return again;
    } catch (IOException | InterruptedException | RuntimeException e) {
      again.kill();
      throw e;
    }
  }

  /** How many windows there are, and whether each is there once; the exit code. */
  private int print(List<JvmWindow> windows) {
    int wrong = 0;
    for (int i = 1; i < windows.size(); i++) {
      long sinceMs = windows.get(i).getStartTimeMs() - windows.get(i - 1).getStartTimeMs();
      wrong += sinceMs == WINDOW_MS ? 0 : 1;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d windows, %d missing, doubled or out of order%n", windows.size(), wrong);
    out.flush();
    return wrong == 0 ? 0 : 1;
  }

  private static void await(UpProcess up, Callable<Boolean> condition)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (!holds(condition)) {
      up.requireAlive();
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw UserError.environment(
            "heapcast up",
            "no telemetry or windows of the watched JVM for " + PATIENCE.toMinutes() + " min",
            "some",
            "Try on a machine with less load");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
    }
  }

  /** False while the broker is away. */
  private static boolean holds(Callable<Boolean> condition) throws InterruptedException {
    try {
      return condition.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
