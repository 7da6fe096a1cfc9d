package io.heapcast.cli;

import io.heapcast.collector.SettingsOptions;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * One part against a Kafka cluster, until SIGTERM.
 *
 * @param <P> the part
 */
abstract class PartCommand<P extends AutoCloseable> implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  /** Starts the part; returns when it is up. */
  abstract P start(Settings settings);

  /** Whether the part still works. */
  abstract boolean healthy(P part);

  /** What to add to the line that says that it runs; may be empty. */
  String detail(Settings settings, P part) {
    return "";
  }

  /** What to print instead of running; empty: it runs. */
  Optional<List<String>> instead(Settings settings) {
    return Optional.empty();
  }

  @Override
  public final Integer call() throws InterruptedException {
    CommandLogs.starting(options.verbose());
    Settings settings = options.load();
    Optional<List<String>> instead = instead(settings);
    if (instead.isPresent()) {
      instead.get().forEach(spec.commandLine().getOut()::println);
      return 0;
    }
    Cluster.requireReachable(settings);
    CommandLogs.running();
    P part = start(settings);
    System.out.printf(
        "heapcast %s runs against %s%s%n",
        spec.name(), settings.text(Setting.BOOTSTRAP_SERVERS), detail(settings, part));
    RunningPart.untilStopped(
        part, () -> RunningPart.requireHealthy(spec.name(), () -> healthy(part)));
    return 0;
  }
}
