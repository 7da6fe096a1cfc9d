package io.heapcast.bench;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.real.RealCases;
import io.heapcast.bench.rival.Contenders;
import io.heapcast.bench.simulate.Scale;
import io.heapcast.bench.simulate.Simulations;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cases there are: scale and seed of the simulated tier, the directory of the real one. */
final class CaseOptions {

  @ArgGroup private ScaleOption scaleOption = new ScaleOption();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Of everything random; the same seed gives the same tables. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--real",
      paramLabel = "DIR",
      description = "Runs that 'leakbench record' wrote; default: those that come with LeakBench.")
  private Path real = Home.directory().resolve("real");

  @Mixin private Selection selection = new Selection();

  long seed() {
    return seed;
  }

  Selection selection() {
    return selection;
  }

  String scaleName() {
    return scale().name().toLowerCase(Locale.ROOT);
  }

  /**
   * The cases that are asked for.
   *
   * @throws io.heapcast.telemetry.UserError when a name is none, or the real tier is not there
   */
  List<Case> cases() {
    selection.check();
    Stream<Case> simulated =
        selection.asksFor(Tier.SIMULATED) ? Simulations.cases(seed, scale()) : Stream.of();
    Stream<Case> recorded = selection.asksFor(Tier.REAL) ? RealCases.cases(real) : Stream.of();
    return Stream.concat(simulated, recorded).filter(selection::takes).toList();
  }

  /** The contenders that are asked for. */
  List<Contender> contenders() {
    return selection.contenders(Contenders.all());
  }

  private Scale scale() {
    return scaleOption.full && !scaleOption.quick ? Scale.FULL : Scale.QUICK;
  }

  /** Either or none. */
  private static final class ScaleOption {

    @Option(names = "--quick", description = "Few and short simulated runs: minutes; the default.")
    private boolean quick;

    @Option(names = "--full", description = "Many and long ones: the tables that are quoted.")
    private boolean full;
  }
}
