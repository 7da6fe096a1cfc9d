package io.heapcast.bench.fit;

import io.heapcast.bench.BenchVersions;
import io.heapcast.bench.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leakbench fit}: from the feature table to the model that the detector reads. */
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description = "Fits the detector's score and forecast errors to a feature table.",
    footer = {"", "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."})
public final class FitCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description = "What 'leakbench features' wrote; default: the one that comes with LeakBench.")
  private Path table = Home.directory().resolve("model/features.csv.gz");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The model; default: the one that the detector is built with.")
  private Path out =
      Home.directory()
          .resolve("../detector/src/main/resources/io/heapcast/detector/model/leak-model.txt")
          .normalize();

  @Mixin private FitSettings settings = new FitSettings();

  @Override
  public Integer call() throws IOException {
    FeatureTable read = FeatureTable.read(table);
    LeakModelFit fit = LeakModelFit.of(read, settings);
    Files.createDirectories(out.toAbsolutePath().getParent());
    try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(out))) {
      fit.write(writer);
    }
    PrintWriter terminal = spec.commandLine().getOut();
    List<String> told = fit.summary();
    told.forEach(terminal::println);
    terminal.println("Model: " + out);
    terminal.flush();
    return 0;
  }
}
