package io.heapcast.bench;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.report.ReportData;
import io.heapcast.bench.report.ReportPage;
import io.heapcast.bench.run.RunProgress;
import io.heapcast.cli.Terminal;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** From cases to tables on the terminal and files beside them. */
final class Session {

  private final OutputOptions output;
  private final PrintWriter terminal;

  Session(OutputOptions output, PrintWriter terminal) {
    this.output = output;
    this.terminal = terminal;
  }

  /**
   * Runs a benchmark.
   *
   * @return its facts and findings, for who wants to write more of them
   * @throws UserError when a case cannot be played or the report cannot be written
   */
  Written run(
      List<Case> cases, List<Contender> contenders, long seed, String scale, String command) {
    InstantSource clock = InstantSource.system();
    Path out = created(output.out());
    long beginMs = clock.millis();
    RunProgress progress = new RunProgress(System.err, Terminal.interactive(), clock);
    Benchmark.Findings findings =
        new Benchmark(contenders, seed, output.threads(), progress).run(cases);
    RunFacts facts =
        new RunFacts(
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
            seed,
            scale,
            command,
            BenchVersions.all(),
            BenchVersions.machine(),
            Duration.ofMillis(clock.millis() - beginMs));
    ResultTables.of(findings.results()).forEach(terminal::println);
    terminal.println();
    write(out, facts, contenders, findings);
    terminal.flush();
    return new Written(facts, findings);
  }

  /** What was written. */
  record Written(RunFacts facts, Benchmark.Findings findings) {}

  private void write(
      Path out, RunFacts facts, List<Contender> contenders, Benchmark.Findings findings) {
    Path page = out.resolve("leakbench.html");
    Path scores = out.resolve("leakbench.json");
    try {
      ResultJson.write(scores, facts, contenders, findings.results());
      ReportData data = ReportFiller.fill(facts, contenders, findings);
      ReportPage.write(data, page);
    } catch (IOException e) {
      throw notWritable(out, e);
    }
    terminal.println("Report: " + page);
    terminal.println("Scores: " + scores);
  }

  private static Path created(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  private static UserError notWritable(Path directory, IOException e) {
    return UserError.environment(
        "--out " + directory,
        String.valueOf(e.getMessage()),
        "a directory that can be written to",
        "Make room or name another one",
        e);
  }
}
