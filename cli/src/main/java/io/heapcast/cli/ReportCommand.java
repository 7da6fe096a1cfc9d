package io.heapcast.cli;

import io.heapcast.collector.SettingsOptions;
import io.heapcast.server.History;
import io.heapcast.server.report.Incident;
import io.heapcast.server.report.IncidentsFile;
import io.heapcast.server.report.TrackRecord;
import io.heapcast.server.report.TrackRecordJson;
import io.heapcast.server.report.TrackRecordText;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heapcast report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = {
      "Says how right the alerts of a cluster were: what was paged or would have been, outcomes, lead,"
          + " misses, precision and recall with their intervals. In every mode, shadow too."
    },
    footer = {
      "",
      "Examples:",
      "  heapcast report --bootstrap-servers kafka:9092 --since 30d",
      "  heapcast report --bootstrap-servers kafka:9092 --incidents incidents.csv --format json",
      "",
      "incidents.csv: a first line time,service,environment,what, then one incident a line.",
      "",
      "Exit codes: 0 fine, 2 usage or input error, 3 the cluster cannot be reached."
    })
final class ReportCommand implements Callable<Integer> {

  private enum Format {
    text,
    json
  }

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      defaultValue = "30d",
      description = "How far back to look, such as 12h or 30d (default: ${DEFAULT-VALUE}).")
  private String since = "30d";

  @Option(
      names = "--incidents",
      paramLabel = "FILE",
      description =
          "What happened by your own books; unset: the JVMs that Heapcast saw run out of memory.")
  private @Nullable Path incidents;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings = options.load();
    Duration span = span(settings);
    Cluster.requireReachable(settings);
    History history = History.read(settings);
    List<Incident> happened =
        incidents == null
            ? history.outOfMemory().stream().map(Incident::of).toList()
            : IncidentsFile.read(incidents);
    Instant until = Clock.systemUTC().instant();
    TrackRecord record =
        TrackRecord.of(history.alerts(), happened, history.feedback(), until.minus(span), until);
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case text -> TrackRecordText.lines(record).forEach(out::println);
      case json -> out.println(TrackRecordJson.of(record));
    }
    if (history.unreadable() > 0) {
      spec.commandLine()
          .getErr()
          .println(history.unreadable() + " records could not be read and are left out");
    }
    return 0;
  }

  /** In the words of every other duration. */
  private Duration span(Settings settings) {
    try {
      return settings.with(Map.of(Setting.STATE_TTL, since), "--since").duration(Setting.STATE_TTL);
    } catch (UserError e) {
      throw UserError.usage(
          "--since", "'" + since + "'", "a duration such as 12h or 30d", "Correct it");
    }
  }
}
