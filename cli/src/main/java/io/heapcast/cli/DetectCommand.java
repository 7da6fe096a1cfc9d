package io.heapcast.cli;

import io.heapcast.detector.DetectorStreams;
import io.heapcast.telemetry.Settings;
import picocli.CommandLine.Command;

/** {@code heapcast detect}. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "Runs the detector part against a Kafka cluster: windows to verdicts and alerts.",
    footer = {
      "",
      "Example:",
      "  heapcast detect --bootstrap-servers kafka:9092",
      "",
      "Start as many as there are partitions; they share the work.",
      "",
      "Exit codes: 2 usage error, 3 the cluster cannot be reached or the part stopped, 143 SIGTERM."
    })
final class DetectCommand extends PartCommand<DetectorStreams> {

  @Override
  DetectorStreams start(Settings settings) {
    return DetectorStreams.start(settings);
  }

  @Override
  boolean healthy(DetectorStreams part) {
    return part.healthy();
  }
}
