package io.heapcast.cli.analyze;

import io.heapcast.cli.Terminal;
import io.heapcast.cli.Versions;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heapcast analyze}: recordings and GC logs, judged as if they had been watched live. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    versionProvider = AnalyzeCommand.Version.class,
    description = {
      "Judges recordings of JDK Flight Recorder and logs of the garbage collector: is there a leak,"
          + " since when, until when, how sure. The very code that watches a fleet reads them, so"
          + " the answer is the one that it would have given, at the time it says.",
      "Several files of one JVM are put together, in whatever order; several JVMs are told apart."
    },
    footer = {
      "",
      "Examples:",
      "  heapcast analyze soak.jfr",
      "  heapcast analyze --format json gc.log | jq '.resources[0].state'",
      "  heapcast analyze --fail-on leak build/*.jfr      in a CI pipeline, after a soak test",
      "",
      "Exit codes: 0 fine, 1 a leak was found and --fail-on leak was given, 2 usage error or a file"
          + " that cannot be read as a whole; the others are judged nevertheless."
    })
public final class AnalyzeCommand implements Callable<Integer> {

  /** Exit code of a leak that was found, with {@code --fail-on leak}. */
  static final int LEAK_FOUND = 1;

  /** How results are written. */
  enum Format {
    text,
    json
  }

  /** What makes the command fail. */
  enum FailOn {
    leak
  }

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Recordings (.jfr) and GC logs, in any order.")
  private List<Path> files = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); json is one document per line and"
              + " JVM.")
  private Format format = Format.text;

  @Option(
      names = "--fail-on",
      paramLabel = "STATE",
      description = "${COMPLETION-CANDIDATES}: exit with 1 when one was found.")
  private @Nullable FailOn failOn;

  @Option(names = "--verbose", description = "Show stack traces of errors.")
  private boolean verbose;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private boolean faulty;

  @Override
  public Integer call() {
    List<RecordedJvm> jvms = InputFiles.open(files, this::fault);
    List<Analysis> analyses = analyze(jvms);
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.text && analyses.size() > 1) {
      SummaryTable.lines(analyses, Glyphs.ofStandardOutput()).forEach(out::println);
    }
    out.flush();
    if (faulty) {
      return UserError.USAGE;
    }
    boolean leaks = analyses.stream().anyMatch(Analysis::leaks);
    return failOn == FailOn.leak && leaks ? LEAK_FOUND : 0;
  }

  private List<Analysis> analyze(List<RecordedJvm> jvms) {
    List<Analysis> analyses = new ArrayList<>();
    ReadingProgress progress =
        new ReadingProgress(
            spec.commandLine().getErr(),
            Terminal.interactive(),
            jvms.stream().mapToLong(AnalyzeCommand::bytes).sum());
    for (RecordedJvm jvm : jvms) {
      Optional<Analysis> analysis =
          Analyzer.analyze(
              jvm,
              progress::read,
              error -> {
                progress.clear();
                fault(error);
              });
      progress.done(bytes(jvm));
      analysis.ifPresent(
          found -> {
            analyses.add(found);
            print(found);
          });
    }
    return analyses;
  }

  private void print(Analysis analysis) {
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case json -> out.print(AnalysisJson.of(analysis) + "\n");
      case text -> {
        AnalysisText.lines(analysis, Glyphs.ofStandardOutput()).forEach(out::println);
        out.println();
      }
    }
    out.flush();
  }

  private void fault(UserError error) {
    faulty = true;
    PrintWriter err = spec.commandLine().getErr();
    err.println("heapcast: " + error.getMessage());
    if (verbose) {
      error.printStackTrace(err);
    }
    err.flush();
  }

  private static long bytes(RecordedJvm jvm) {
    return jvm.files().stream().mapToLong(AnalyzeCommand::bytes).sum();
  }

  /** 0 where it cannot be told: reading will say why. */
  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Heapcast's version, for {@code --version}. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"heapcast " + Versions.heapcast()};
    }
  }
}
