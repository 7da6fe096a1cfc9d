package io.heapcast.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code heapcast version}. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "Versions of Heapcast, its Kafka libraries and the JDK that runs it.",
    footer = {
      "",
      "Example:",
      "  heapcast version",
      "",
      "Exit codes: 0 fine, 2 usage error.",
    })
public final class VersionCommand implements Callable<Integer>, IVersionProvider {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    for (String line : getVersion()) {
      spec.commandLine().getOut().println(line);
    }
    return 0;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "heapcast " + Versions.heapcast(),
      "kafka    " + Versions.kafka(),
      "jdk      " + Versions.jdk()
    };
  }
}
