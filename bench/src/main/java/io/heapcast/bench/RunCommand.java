package io.heapcast.bench;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.telemetry.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leakbench run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description =
        "Plays labelled runs before all contenders, prints how they did and writes the report.",
    footer = {
      "",
      "Examples:",
      "  leakbench run --quick",
      "  leakbench run --full --seed 7 --out report",
      "  leakbench run --part training --tier real --collector g1",
      "",
      "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."
    })
final class RunCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private CaseOptions options = new CaseOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--write-docs",
      description = "Also put the first tables into docs/leakbench.md, between its marks.")
  private boolean writeDocs;

  @Override
  public Integer call() {
    List<Contender> contenders = options.contenders();
    List<Case> cases = options.cases();
    if (cases.isEmpty()) {
      throw UserError.usage(
          "leakbench run" + options.selection().asOptions(),
          "no case",
          "one at least",
          "Ask for less at a time; 'leakbench list' shows what there is");
    }
    String command =
        "leakbench run --%s --seed %d%s"
            .formatted(options.scaleName(), options.seed(), options.selection().asOptions());
    Session.Written written =
        new Session(output, spec.commandLine().getOut())
            .run(cases, contenders, options.seed(), options.scaleName(), command);
    if (writeDocs) {
      FiguresInDocs.write(
          Home.directory().resolve("../docs/leakbench.md").normalize(),
          written.facts(),
          ResultTables.headline(written.findings().results()));
    }
    return 0;
  }

  /** Where the report goes by default. */
  static Path defaultOut() {
    return Home.directory().resolve("target/leakbench");
  }
}
