package io.heapcast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.rival.Heapcast;
import io.heapcast.bench.run.RunProgress;
import io.heapcast.bench.run.TinyCases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunTest {

  private static final List<Contender> CONTENDERS =
      List.of(TinyCases.threshold(Heapcast.NAME, 0.7), TinyCases.threshold("eager", 0.15));

  private static final RunFacts FACTS =
      new RunFacts(
          LocalDate.EPOCH,
          1,
          "quick",
          "leakbench run --quick --seed 1",
          Map.of("heapcast", "1", "jdk", "17"),
          "a machine",
          Duration.ofSeconds(3));

  @Test
  void twoRunsWithOneSeedPrintTheSameButForTheCost() {
    List<String> one = ResultTables.of(run(cases(), 1, 1).results());
    List<String> other = ResultTables.of(run(cases(), 1, 3).results());

    assertThat(withoutCost(other)).isEqualTo(withoutCost(one));
    assertThat(withoutCost(one)).isNotEqualTo(one);
  }

  @Test
  void tablesFitATerminal() {
    assertThat(ResultTables.of(run(cases(), 1, 2).results()))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(ResultTables.WIDTH));
  }

  @Test
  void tablesTellWhatHappened() {
    List<String> tables = ResultTables.of(run(cases(), 1, 2).results());

    assertThat(tables.get(0)).contains("judging families", "3 leaking and 4 healthy runs");
    assertThat(tables)
        .anySatisfy(line -> assertThat(line).startsWith("[1] Heapcast").contains("1.00 1.00–1.00"))
        .anySatisfy(line -> assertThat(line).matches("listener-registry +100 +·"))
        .anySatisfy(line -> assertThat(line).matches("fragmentation +· +100"));
  }

  @Test
  void missesAndFalseAlarmsOfTheSubjectAreShown() {
    List<Contender> deaf = List.of(TinyCases.threshold(Heapcast.NAME, 2));

    Benchmark.Findings findings =
        new Benchmark(deaf, 1, 2, progress()).run(List.of(TinyCases.leak("l", 600, 100)));

    assertThat(findings.exhibits())
        .singleElement()
        .satisfies(
            exhibit -> {
              assertThat(exhibit.missed()).isTrue();
              assertThat(exhibit.curve()).isNotEmpty();
              assertThat(exhibit.verdicts()).as("the detector's own words").isNotEmpty();
              assertThat(exhibit.knots()).isNotEmpty();
            });
  }

  @Test
  void everyScoreGoesToTheFile(@TempDir Path out) throws IOException {
    Benchmark.Findings findings = run(cases(), 1, 2);
    Path file = out.resolve("leakbench.json");

    ResultJson.write(file, FACTS, CONTENDERS, findings.results());

    JsonNode root = new ObjectMapper().readTree(Files.readString(file));
    assertThat(root.path("schema").asText()).isEqualTo("heapcast.leakbench/v1");
    assertThat(root.path("outcomes")).hasSize(14);
    JsonNode headline = root.path("scores").path(0);
    assertThat(headline.path("kind").asText()).isEqualTo("headline");
    assertThat(headline.path("rows").path(0).path("macro").path("recall").path("value").asDouble())
        .isEqualTo(1);
    assertThat(headline.path("rows").path(0).path("brier").isNull()).isTrue();
  }

  @Test
  void figuresReplaceThoseBeforeThem(@TempDir Path out) throws IOException {
    Path docs = out.resolve("leakbench.md");
    Files.writeString(docs, "Before\n<!-- figures: begin -->\nold\n<!-- figures: end -->\nAfter\n");

    FiguresInDocs.write(docs, FACTS, List.of("first line", "second line"));
    FiguresInDocs.write(docs, FACTS, List.of("new line"));

    assertThat(Files.readString(docs))
        .startsWith("Before\n<!-- figures: begin -->\n")
        .endsWith("```\nnew line\n```\n<!-- figures: end -->\nAfter\n")
        .contains("bench/leakbench run --quick --seed 1")
        .doesNotContain("old", "first line");
  }

  @Test
  void thePageIsFilled() {
    Benchmark.Findings findings = run(cases(), 1, 2);

    var page = ReportFiller.fill(FACTS, CONTENDERS, findings);

    assertThat(page.subject()).isEqualTo("Heapcast");
    assertThat(page.headline().rows()).hasSize(2);
    assertThat(page.runs()).hasSize(14);
    assertThat(page.facts().jdk()).isEqualTo("17");
    assertThat(page.splits()).extracting("title").contains("By family", "By collector");
  }

  private static Benchmark.Findings run(List<Case> cases, long seed, int threads) {
    return new Benchmark(CONTENDERS, seed, threads, progress()).run(cases);
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      cases.add(TinyCases.leak("leak-" + i, 300 + 50 * i, 100));
      cases.add(TinyCases.healthy("healthy-" + i, 400));
    }
    cases.add(TinyCases.restarted("restarted", 300));
    return cases;
  }

  /** The cost is the last column of the second table. */
  private static List<String> withoutCost(List<String> tables) {
    int begin = -1;
    List<String> lines = new ArrayList<>();
    for (String line : tables) {
      if (line.startsWith("Estimates, names and cost")) {
        begin = lines.size();
      }
      boolean costs = begin >= 0 && lines.size() > begin && line.startsWith("[");
      lines.add(costs ? line.replaceAll("\\s+\\S+$", "") : line.stripTrailing());
      if (line.isEmpty()) {
        begin = -1;
      }
    }
    return lines;
  }

  private static RunProgress progress() {
    return new RunProgress(
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        false,
        InstantSource.system());
  }
}
