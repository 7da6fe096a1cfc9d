package io.heapcast.cli;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * A part that is a topology, and can describe it without a cluster.
 *
 * @param <P> the part
 */
abstract class TopologyCommand<P extends AutoCloseable> extends PartCommand<P> {

  @Option(
      names = "--describe",
      description = "Prints topology, topics, stores and settings instead; asks no cluster.")
  private boolean describe;

  /** Its topology, topics, stores and settings; brokers are set. */
  abstract List<String> description(Settings settings);

  @Override
  final Optional<List<String>> instead(Settings settings) {
    return describe
        ? Optional.of(
            description(
                settings.withDefaults(Map.of(Setting.BOOTSTRAP_SERVERS, "(not set)"), "none")))
        : Optional.empty();
  }
}
