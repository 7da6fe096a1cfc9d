package io.heapcast.bench.fit;

import io.heapcast.bench.BenchVersions;
import io.heapcast.bench.Home;
import io.heapcast.detector.model.JvmDetector;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leakbench features}: what the detector reads in learning runs, as a table. */
@Command(
    name = "features",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description = {
      "Plays training and tuning families, never judging ones, and writes what the detector reads:",
      "the table that 'leakbench fit' learns from. Takes a minute or two."
    },
    footer = {"", "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."})
public final class FeaturesCommand implements Callable<Integer> {

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      description =
          "Of the simulated runs; the report's own is not among them. Default: ${DEFAULT-VALUE}.",
      defaultValue = "11,12,13,14,15,16")
  private List<Long> seeds = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The table; default: the one that comes with LeakBench.")
  private Path out = Home.directory().resolve("model/features.csv.gz");

  @Override
  public Integer call() throws IOException {
    List<FeatureRow> rows = LearningRuns.features(seeds, UnaryOperator.identity());
    write(rows);
    System.err.println("leakbench: " + rows.size() + " rows in " + out);
    return 0;
  }

  private void write(List<FeatureRow> rows) throws IOException {
    Files.createDirectories(out.toAbsolutePath().getParent());
    try (PrintWriter table =
        new PrintWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(out)), StandardCharsets.UTF_8))) {
      table.println(
          String.join(",", FeatureTable.KEYS) + "," + String.join(",", JvmDetector.featureNames()));
      for (FeatureRow row : rows) {
        StringBuilder line = new StringBuilder();
        line.append(row.run()).append(',').append(row.family()).append(',').append(row.resource());
        line.append(row.leaking() ? ",1," : ",0,").append(number(row.endLog()));
        for (double value : row.features()) {
          line.append(',').append(number(value));
        }
        table.println(line);
      }
    }
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
