package io.heapcast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Families;
import io.heapcast.bench.rival.Contenders;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class LeakBenchTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --family static-mop|--family: found 'static-mop', expected one of static-map",
        "run --collector g2|--collector: found 'G2', expected one of",
        "run --contender predict|--contender: found 'predict', expected one of Heapcast",
        "run --part judge|'judge'",
        "run --tier real --real nowhere|nowhere",
        "run --quick --full|mutually exclusive",
        "run --tier simulated --family static-map --part judging|no case",
        "explain --tier simulated --family static-map nothing-like-it|no case 'nothing-like-it'",
        "explain --tier simulated --family static-map static-map|cases with 'static-map'",
        "yours nowhere|no such file",
        "large-recording --out x.jfr --megabytes 0|--megabytes",
        "walk|walk",
      })
  void whatTheUserGotWrongIsOneLineAndCode2(String command, String found) {
    assertThat(execute(command)).isEqualTo(2);

    assertThat(err.toString()).startsWith("leakbench: ").contains(found);
    assertThat(err.toString().strip()).doesNotContain("\n");
  }

  @Test
  void theListNamesEveryFamilyAndContender() {
    assertThat(execute("list --tier simulated --collector serial")).isZero();

    Families.all().forEach(family -> assertThat(out.toString()).contains("  " + family.id()));
    Contenders.all().forEach(one -> assertThat(out.toString()).contains("  " + one.name()));
    assertThat(out.toString()).contains("judging, leaking: 20 families");
  }

  @Test
  void aContenderIsNamedInAnyCaseOrByAPart() {
    String id = oneCase();

    assertThat(execute("explain --tier simulated --contender heapcast,cusum " + id)).isZero();

    assertThat(out.toString()).contains("\nHeapcast: ", "\nCUSUM: ").doesNotContain("\nEWMA: ");
  }

  @Test
  void anExplanationTellsTruthCurveAndReasons() {
    String id = oneCase();

    assertThat(execute("explain --tier simulated " + id)).isZero();

    assertThat(out.toString())
        .contains(id, "truth: healthy of heap", "observed: ", "└──")
        .contains("Heapcast on ");
  }

  private String oneCase() {
    execute("list --cases --tier simulated --family steady");
    String id = out.toString().lines().findFirst().orElseThrow();
    out.getBuffer().setLength(0);
    return id;
  }

  private int execute(String command) {
    CommandLine line = LeakBench.commandLine(false);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(command.split(" ", -1));
  }
}
