package io.heapcast.bench;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Part;
import io.heapcast.bench.leak.Tier;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leakbench list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description = "Names families with their parts and numbers of runs, and the contenders.",
    footer = {
      "",
      "Examples:",
      "  leakbench list",
      "  leakbench list --full --cases --family late-leak",
      "",
      "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."
    })
final class ListCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private CaseOptions options = new CaseOptions();

  @Option(names = "--cases", description = "Name every case, as 'explain' takes it.")
  private boolean everyCase;

  @Override
  public Integer call() {
    List<Contender> contenders = options.contenders();
    List<Case> cases = options.cases();
    PrintWriter out = spec.commandLine().getOut();
    if (everyCase) {
      cases.stream().map(Case::id).sorted().forEach(out::println);
    } else {
      families(cases, out);
      out.println();
      out.println("Contenders");
      contenders.forEach(one -> out.printf("  %-20s %s%n", one.name(), one.about()));
    }
    out.flush();
    return 0;
  }

  private static void families(List<Case> cases, PrintWriter out) {
    for (Part part : Part.values()) {
      for (boolean leaking : new boolean[] {true, false}) {
        List<Family> families =
            Families.all().filter(one -> one.part() == part && one.leaking() == leaking).toList();
        out.printf(
            "%s, %s: %d families, %d runs, %d of them real%n",
            part.name().toLowerCase(Locale.ROOT),
            leaking ? "leaking" : "healthy",
            families.size(),
            cases.stream().filter(one -> families.contains(one.family())).count(),
            cases.stream()
                .filter(one -> families.contains(one.family()) && one.tier() == Tier.REAL)
                .count());
        for (Family family : families) {
          out.printf(
              "  %-26s %4d  %s%n",
              family.id(),
              cases.stream().filter(one -> one.family().equals(family)).count(),
              family.what());
        }
      }
    }
  }
}
