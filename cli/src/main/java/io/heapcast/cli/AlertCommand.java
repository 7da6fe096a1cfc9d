package io.heapcast.cli;

import io.heapcast.collector.SettingsOptions;
import io.heapcast.server.DeliveryCheck;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heapcast alert}. */
@Command(
    name = "alert",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = {
      "Tries the way of an alert: sends one that says TEST to every configured Alertmanager and webhook,"
          + " labelled as a leak would be, and says what each answered. It ends by itself within minutes."
    },
    footer = {
      "",
      "Examples:",
      "  heapcast alert --test --config heapcast.properties",
      "  heapcast alert --test --severity critical --team shopping \\",
      "                 --set heapcast.alertmanager.urls=http://alertmanager:9093",
      "",
      "Exit codes: 0 every target took it, 2 usage error or no target configured, 3 a target did not."
    })
final class AlertCommand implements Callable<Integer> {

  private enum Level {
    critical,
    warning,
    info
  }

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--test",
      description = "Send a test alert; must be said, so that nobody does by mistake.")
  private boolean test;

  @Option(
      names = "--severity",
      paramLabel = "SEVERITY",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). critical pages somebody.")
  private Level severity = Level.warning;

  @Option(
      names = "--team",
      paramLabel = "TEAM",
      description = "The label team, to try the routes of one team.")
  private @Nullable String team;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (!test) {
      throw UserError.usage("alert", "no --test", "--test", "Say heapcast alert --test");
    }
    Settings settings = options.load();
    List<DeliveryCheck.Answer> answers =
        DeliveryCheck.run(
            settings,
            severity.name(),
            Optional.ofNullable(team),
            Clock.system(ZoneId.systemDefault()));
    PrintWriter out = spec.commandLine().getOut();
    for (DeliveryCheck.Answer answer : answers) {
      out.println(answer.target() + ": " + answer.failure().orElse("took it"));
    }
    boolean taken = answers.stream().allMatch(answer -> answer.failure().isEmpty());
    return taken ? 0 : UserError.ENVIRONMENT;
  }
}
