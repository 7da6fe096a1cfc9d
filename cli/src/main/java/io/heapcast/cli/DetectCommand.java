package io.heapcast.cli;

import io.heapcast.detector.DetectorStreams;
import io.heapcast.telemetry.Settings;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code heapcast detect}. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "Runs the detector part against a Kafka cluster: windows to verdicts and alerts.",
    footer = {
      "",
      "Examples:",
      "  heapcast detect --bootstrap-servers kafka:9092",
      "  heapcast detect --describe",
      "",
      "Start as many as there are partitions; they share the work.",
      "",
      "Exit codes: 2 usage error, 3 the cluster cannot be reached or the part stopped, 143 SIGTERM."
    })
final class DetectCommand extends TopologyCommand<DetectorStreams> {

  @Override
  DetectorStreams start(Settings settings) {
    return DetectorStreams.start(settings);
  }

  @Override
  List<String> description(Settings settings) {
    return TopologyText.lines(
        settings,
        DetectorStreams.applicationId(settings),
        DetectorStreams.describe(settings),
        DetectorStreams.config(settings));
  }

  @Override
  boolean healthy(DetectorStreams part) {
    return part.healthy();
  }
}
