package io.heapcast.cli;

import io.heapcast.cli.analyze.AnalyzeCommand;
import io.heapcast.cli.demo.DemoCommand;
import io.heapcast.cli.topics.TopicsCommand;
import io.heapcast.collector.CollectCommand;
import io.heapcast.telemetry.UserError;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code heapcast}: names the subcommands. */
@Command(
    name = "heapcast",
    description = "Early leak alerts for a JVM fleet.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      CollectCommand.class,
      StreamCommand.class,
      DetectCommand.class,
      ServeCommand.class,
      AnalyzeCommand.class,
      DoctorCommand.class,
      ReportCommand.class,
      FeedbackCommand.class,
      AlertCommand.class,
      TopicsCommand.class,
      ConfigCommand.class,
      VersionCommand.class,
    },
    footer = {
      "",
      "Examples:",
      "  heapcast demo                        see a real leak caught within minutes",
      "  heapcast up                          watch the JVMs of this host",
      "  heapcast collect --bootstrap-servers kafka:9092",
      "                                       watch them for a cluster elsewhere",
      "  heapcast analyze soak.jfr            judge a recording or a GC log",
      "  heapcast COMMAND --help              options and examples of one command",
      "",
      "Exit codes: 0 fine, 1 a leak was found (analyze --fail-on leak), 2 usage or input error, 3 the"
          + " environment failed."
    })
final class HeapcastCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return UserError.USAGE;
  }
}
