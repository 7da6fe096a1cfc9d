package io.heapcast.collector;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code heapcast collect}: the collector of one host, until SIGTERM. */
@Command(
    name = "collect",
    mixinStandardHelpOptions = true,
    versionProvider = CollectorVersion.class,
    description = {
      "Watches the JVMs of this host and publishes their telemetry to a Kafka cluster. Runs until"
          + " SIGTERM; then it stops its recordings in the watched JVMs."
    },
    footer = {
      "",
      "Examples:",
      "  heapcast collect --bootstrap-servers kafka:9092",
      "  heapcast collect --config /etc/heapcast.properties",
      "  heapcast collect --bootstrap-servers kafka:9092 --set heapcast.watch.pids=4711",
      "",
      "Run it as root, or as the user of the JVMs it shall watch.",
      "",
      "Exit codes: 2 usage error, 3 the cluster cannot be reached or this Java cannot attach;"
          + " 130 Ctrl-C, 143 SIGTERM."
    })
public final class CollectCommand implements Callable<Integer> {

  private static final Duration SAY_NONE_AFTER = Duration.ofSeconds(15);

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Override
  public Integer call() throws InterruptedException {
    Logs.install(options.verbose());
    Settings settings = options.load();
    // Before the start: a signal may come while it goes on.
    CompletableFuture<Collector> started = new CompletableFuture<>();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  var unused = started.thenAccept(Collector::close);
                },
                "heapcast-stop"));
    Collector collector = Collector.startAlone(settings, started::complete);
    System.out.printf(
        "heapcast collect watches the JVMs of this host for %s%n",
        settings.text(Setting.BOOTSTRAP_SERVERS));
    if (new CountDownLatch(1).await(SAY_NONE_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
      return 0;
    }
    HostCoverage coverage = collector.hostCoverage();
    System.out.println(
        coverage.seen() == 0
            ? "No JVM found on this host; still looking. 'heapcast doctor' says what is there."
            : coverage);
    new CountDownLatch(1).await();
    return 0;
  }
}
