package io.heapcast.cli;

import io.heapcast.collector.SettingsOptions;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.JvmVerdict;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heapcast up}: the whole pipeline on this host's JVMs, until Ctrl-C. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = {
      "Watches the JVMs of this host, with a broker of its own. Shows them with their state until"
          + " Ctrl-C; alerts go to the log, to /metrics and to the configured Alertmanagers."
    },
    footer = {
      "",
      "Examples:",
      "  heapcast up",
      "  heapcast up --set heapcast.alertmanager.urls=http://127.0.0.1:9093",
      "  heapcast up --data-dir /var/lib/heapcast --set heapcast.server.port=9500",
      "",
      "Exit codes: 2 usage error, 3 a port or the data directory cannot be used, the disk is full,"
          + " or a part stopped; 130 Ctrl-C, 143 SIGTERM."
    })
final class UpCommand implements Callable<Integer> {

  private static final String NO_JVM = "  No JVM of this user found on this host; still looking.";

  /** Looks, one a second, before it is said that there is no JVM: discovery has run by then. */
  private static final int LOOKS_FOR_NONE = 4;

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where the broker keeps its data (heapcast.data.dir).")
  private @Nullable Path dataDirectory;

  private final PrintStream out = System.out;
  private final LiveBlock block = LiveBlock.onStandardOutput();
  private @Nullable Map<String, String> shown;
  private int emptyLooks;

  @Override
  public Integer call() throws InterruptedException {
    if (Terminal.interactive()) {
      System.setErr(block.above()); // the log scrolls above the table
    }
    CommandLogs.embedded(options.verbose());
    Settings settings = settings();
    out.println("Heapcast " + Versions.heapcast() + " watches the JVMs of this host.");
    Pipeline pipeline =
        Pipeline.start(
            settings,
            DataDirectories.of(settings, System.getenv()),
            Progress.onStandardOutput(),
            new ProcessEnd());
    banner(pipeline).forEach(out::println);
    RunningPart.untilStopped(
        pipeline,
        () -> {
          pipeline.requireHealthy();
          show(pipeline.coverage(), pipeline.fleet().verdicts());
        });
    return 0;
  }

  private Settings settings() {
    Settings settings = options.load();
    if (settings.optional(Setting.BOOTSTRAP_SERVERS).isPresent()) {
      throw UserError.usage(
          Setting.BOOTSTRAP_SERVERS.key(),
          settings.text(Setting.BOOTSTRAP_SERVERS),
          "none for 'heapcast up', which brings its own broker",
          "Remove it, or use 'heapcast collect', 'stream', 'detect' and 'serve' with that cluster");
    }
    return dataDirectory == null
        ? settings
        : settings.with(Map.of(Setting.DATA_DIR, dataDirectory.toString()), "command line");
  }

  private static List<String> banner(Pipeline pipeline) {
    return List.of(
        "",
        "  metrics    " + pipeline.metricsUrl(),
        "  broker     " + pipeline.bootstrapServers() + " (this host only)",
        "  data       " + pipeline.dataDirectory(),
        "  stop       Ctrl-C",
        "");
  }

  /** On a terminal the table is redrawn in place, else what changed is printed. */
  private void show(List<JvmStatus> jvms, List<JvmVerdict> verdicts) {
    if (Terminal.interactive()) {
      List<String> table = FleetTable.lines(jvms, verdicts);
      block.draw(table.isEmpty() ? List.of(NO_JVM) : shortened(table));
      return;
    }
    Map<String, String> news = FleetTable.news(jvms, verdicts);
    List<JvmStatus> changed = new ArrayList<>(jvms);
    changed.removeIf(jvm -> isOld(jvm.getInfo().getJvmId(), news));
    List<String> lines = FleetTable.lines(changed, verdicts);
    if (news.isEmpty()) {
      emptyLooks++;
      if (emptyLooks == LOOKS_FOR_NONE) {
        out.println(NO_JVM);
      }
    } else if (!lines.isEmpty()) {
      lines.forEach(out::println);
    }
    shown = news;
  }

  private boolean isOld(String jvmId, Map<String, String> news) {
    return shown != null && Objects.equals(shown.get(jvmId), news.get(jvmId));
  }

  private static List<String> shortened(List<String> lines) {
    if (lines.size() <= LiveBlock.MOST_LINES) {
      return lines;
    }
    int shown = LiveBlock.MOST_LINES - 1;
    List<String> shortened = new ArrayList<>(lines.subList(0, shown));
    shortened.add("  … and " + (lines.size() - shown) + " more on /metrics");
    return shortened;
  }
}
