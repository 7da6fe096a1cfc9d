package io.heapcast.bench;

import io.heapcast.bench.real.RecordCommand;
import io.heapcast.telemetry.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leakbench}: names the subcommands; entry point of the process. */
@Command(
    name = "leakbench",
    description = "How well leak detectors detect: Heapcast and its rivals on the same telemetry.",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      AblationsCommand.class,
      ListCommand.class,
      ExplainCommand.class,
      YoursCommand.class,
      RecordCommand.class,
      LargeRecordingCommand.class,
      io.heapcast.bench.throughput.ThroughputCommand.class,
      io.heapcast.bench.throughput.DayCommand.class,
      io.heapcast.bench.host.FleetCommand.class,
      io.heapcast.bench.host.OverheadCommand.class,
      io.heapcast.bench.host.SoakCommand.class,
      io.heapcast.bench.host.RecoveryCommand.class,
      io.heapcast.bench.fit.FeaturesCommand.class,
      io.heapcast.bench.fit.FitCommand.class,
    },
    footer = {
      "",
      "Examples:",
      "  leakbench run --quick                the tables within ten minutes",
      "  leakbench run --full                 the tables that are quoted",
      "  leakbench run --part training --contender heapcast",
      "                                       one contender where models are fitted",
      "  leakbench explain CASE-ID            why one run was judged so",
      "  leakbench yours DIR                  the same scores on recordings of your own",
      "",
      "With --verbose anywhere, errors show their stack traces.",
      "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."
    })
public final class LeakBench implements Callable<Integer> {

  private static final String VERBOSE = "--verbose";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command; returns its exit code. */
  static int run(String... args) {
    List<String> words = new ArrayList<>(List.of(args));
    boolean verbose = words.remove(VERBOSE);
    return commandLine(verbose).execute(words.toArray(String[]::new));
  }

  /** The whole command; {@code verbose} shows stack traces of errors. */
  static CommandLine commandLine(boolean verbose) {
    BenchErrors errors = new BenchErrors(verbose);
    return new CommandLine(new LeakBench())
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return UserError.USAGE;
  }
}
