package io.heapcast.bench;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.rival.Contenders;
import io.heapcast.bench.yours.YourCases;
import io.heapcast.telemetry.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leakbench yours}. */
@Command(
    name = "yours",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description =
        "Scores all contenders on recordings (.jfr) and GC logs of your own, by the labels.csv"
            + " beside them.",
    footer = {
      "",
      "labels.csv, times in UTC; leak_begin is the first leaking allocation, exhausted the",
      "OutOfMemoryError where there was one; label: leak, healthy or not-actionable;",
      "resource: heap (default), metaspace, threads, direct or native:",
      "",
      "  file,label,resource,leak_begin,exhausted,family,note",
      "  soak-1.jfr,leak,heap,2025-03-01T10:20:00Z,2025-03-01T11:02:10Z,sessions,",
      "  soak-2.jfr;soak-2b.jfr,healthy,,,,,two files of one JVM",
      "",
      "Example:",
      "  leakbench yours recordings --out report",
      "",
      "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."
    })
final class YoursCommand implements Callable<Integer> {

  private static final long SEED = 1;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder with recordings and labels.csv.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path directory;

  @Mixin private Selection selection = new Selection();

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    selection.checkCollectors();
    List<Contender> contenders = selection.contenders(Contenders.all());
    List<UserError> faults = new ArrayList<>();
    List<Case> cases =
        YourCases.cases(directory, faults::add).stream().filter(selection::takes).toList();
    if (!faults.isEmpty()) {
      faults.forEach(
          fault -> spec.commandLine().getErr().println("leakbench: " + fault.getMessage()));
      throw UserError.usage(
          directory.resolve("labels.csv").toString(),
          faults.size() + (faults.size() == 1 ? " faulty line" : " faulty lines"),
          "none",
          "Mend what is said above");
    }
    if (cases.isEmpty()) {
      throw UserError.usage(
          directory.toString(), "no labelled run", "one at least", "Add a line to labels.csv");
    }
    new Session(output, spec.commandLine().getOut())
        .run(
            cases,
            contenders,
            SEED,
            "yours",
            "leakbench yours " + directory + selection.asOptions());
    return 0;
  }
}
