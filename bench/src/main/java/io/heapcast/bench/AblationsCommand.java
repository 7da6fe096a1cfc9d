package io.heapcast.bench;

import io.heapcast.bench.fit.Ablation;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.rival.Heapcast;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leakbench ablations}. */
@Command(
    name = "ablations",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description = {
      "Prints the tables of Heapcast beside itself without floors, without the work axis, without",
      "what the load explains and without the classifier, each learned anew on learning families."
    },
    footer = {
      "",
      "Example:",
      "  leakbench ablations --full --part judging --seed 7",
      "",
      "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."
    })
final class AblationsCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private CaseOptions options = new CaseOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    List<Contender> contenders = new ArrayList<>(List.of(new Heapcast()));
    for (Ablation ablation : Ablation.values()) {
      System.err.println("leakbench: learning " + ablation.label());
      contenders.add(ablation.contender());
    }
    String command =
        "leakbench ablations --%s --seed %d%s"
            .formatted(options.scaleName(), options.seed(), options.selection().asOptions());
    new Session(output, spec.commandLine().getOut())
        .run(options.cases(), contenders, options.seed(), options.scaleName(), command);
    return 0;
  }
}
