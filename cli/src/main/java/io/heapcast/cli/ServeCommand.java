package io.heapcast.cli;

import io.heapcast.server.HeapcastServer;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import picocli.CommandLine.Command;

/** {@code heapcast serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "Runs the server part against a Kafka cluster: /metrics and alert delivery.",
    footer = {
      "",
      "Examples:",
      "  heapcast serve --bootstrap-servers kafka:9092",
      "  heapcast serve --bootstrap-servers kafka:9092 --set heapcast.server.host=0.0.0.0 \\",
      "                 --set heapcast.alertmanager.urls=http://alertmanager:9093",
      "",
      "Exit codes: 2 usage error, 3 the cluster cannot be reached or the port is taken, 143 SIGTERM."
    })
final class ServeCommand extends PartCommand<HeapcastServer> {

  @Override
  HeapcastServer start(Settings settings) {
    return HeapcastServer.start(settings);
  }

  @Override
  boolean healthy(HeapcastServer part) {
    return true; // it reads and serves again whenever the cluster does
  }

  @Override
  String detail(Settings settings, HeapcastServer part) {
    return ", serves http://%s:%d/metrics"
        .formatted(settings.text(Setting.SERVER_HOST), part.port());
  }
}
