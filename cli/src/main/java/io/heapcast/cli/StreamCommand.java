package io.heapcast.cli;

import io.heapcast.streams.WindowStreams;
import io.heapcast.telemetry.Settings;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code heapcast stream}. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "Runs the streams part against a Kafka cluster: telemetry to windows.",
    footer = {
      "",
      "Examples:",
      "  heapcast stream --bootstrap-servers kafka:9092",
      "  heapcast stream --describe",
      "",
      "Start as many as there are partitions; they share the work.",
      "",
      "Exit codes: 2 usage error, 3 the cluster cannot be reached or the part stopped, 143 SIGTERM."
    })
final class StreamCommand extends TopologyCommand<WindowStreams> {

  @Override
  WindowStreams start(Settings settings) {
    return WindowStreams.start(settings);
  }

  @Override
  List<String> description(Settings settings) {
    return TopologyText.lines(
        settings,
        WindowStreams.applicationId(settings),
        WindowStreams.describe(settings),
        WindowStreams.config(settings));
  }

  @Override
  boolean healthy(WindowStreams part) {
    return part.healthy();
  }
}
