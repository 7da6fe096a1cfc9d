package io.heapcast.bench;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.run.CasePlayer;
import io.heapcast.bench.run.Played;
import io.heapcast.telemetry.UserError;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leakbench explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description =
        "Plays one case and shows what is true of it, what was to be seen, and what every contender"
            + " said when.",
    footer = {
      "",
      "Examples:",
      "  leakbench list --cases --family late-leak",
      "  leakbench explain late-leak/g1/…      with the options that 'list' was given",
      "",
      "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private CaseOptions options = new CaseOptions();

  @Parameters(
      paramLabel = "CASE-ID",
      description = "As 'leakbench list --cases' names it, or a part that only one case has.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String caseId;

  @Option(
      names = "--all",
      description = "Every opinion, not only those that change alarm or state.")
  private boolean all;

  @Override
  public Integer call() {
    List<Contender> contenders = options.contenders();
    Played played = new CasePlayer(contenders).play(named());
    PrintWriter out = spec.commandLine().getOut();
    Explanation.of(played, contenders, all).forEach(out::println);
    out.flush();
    return 0;
  }

  private Case named() {
    List<Case> cases = options.cases();
    List<Case> exact = cases.stream().filter(one -> one.id().equals(caseId)).toList();
    List<Case> found =
        exact.isEmpty() ? cases.stream().filter(one -> one.id().contains(caseId)).toList() : exact;
    if (found.size() != 1) {
      throw UserError.usage(
          "CASE-ID",
          found.isEmpty()
              ? "no case '" + caseId + "'"
              : found.size() + " cases with '" + caseId + "'",
          "the id of one",
          "'leakbench list --cases' names them; give the same scale and seed");
    }
    return found.get(0);
  }
}
