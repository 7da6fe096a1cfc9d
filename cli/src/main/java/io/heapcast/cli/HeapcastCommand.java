package io.heapcast.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heapcast}: names the subcommands. */
@Command(
    name = "heapcast",
    description = "Early leak alerts for a JVM fleet.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      VersionCommand.class,
    },
    footer = {
      "",
      "Examples:",
      "  heapcast demo                        see a real leak caught within minutes",
      "  heapcast up                          watch the JVMs of this host",
      "  heapcast collect --bootstrap-servers kafka:9092",
      "                                       watch them for a cluster elsewhere",
      "  heapcast COMMAND --help              options and examples of one command",
      "",
      "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."
    })
final class HeapcastCommand implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command");
  }
}
