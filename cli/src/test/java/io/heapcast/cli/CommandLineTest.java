package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "up",
        "collect",
        "stream",
        "detect",
        "serve",
        "analyze",
        "doctor",
        "report",
        "feedback",
        "alert",
        "topics",
        "config",
        "version"
      })
  void everySubcommandHasHelpWithAnExampleAndExitCodes(String name) {
    assertThat(run(name, "--help")).isZero();
    assertThat(out.toString())
        .contains("Usage: heapcast " + name, "Example", "heapcast " + name, "Exit codes:");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpNamesEverySubcommand() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains(
            "demo ",
            "up ",
            "collect ",
            "stream ",
            "detect ",
            "serve ",
            "analyze ",
            "topics ",
            "config ",
            "version ")
        .contains("Examples:", "Exit codes:");
  }

  @Test
  void withoutACommandTheHelpGoesToStandardError() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: heapcast", "Commands:");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colect                | found unknown argument 'colect', expected perhaps 'collect'. See 'heapcast --help'.",
        "up --data-dri=x       | found unknown option '--data-dri=x', expected perhaps '--data-dir'. See 'heapcast up --help'.",
        "stream --bootstrap x  | found unknown option '--bootstrap', expected perhaps '--bootstrap-servers'. See 'heapcast stream --help'.",
        "up extra              | found unknown argument 'extra', expected one that its help names. See 'heapcast up --help'.",
      })
  void anUnknownWordIsOneLineThatNamesTheNearestKnownOne(String arguments, String expected) {
    assertThat(run(arguments.split(" +", -1))).isEqualTo(2);
    assertThat(err.toString().lines()).containsExactly("heapcast: command line: " + expected);
  }

  @Test
  void aBadValueIsOneLine() {
    assertThat(run("config", "--format", "yaml")).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("heapcast: command line: Invalid value for option '--format'")
        .contains("[text, json]", "'yaml'")
        .endsWith("See 'heapcast config --help'.");
  }

  @Test
  void anUnknownSettingIsOneLineThatNamesTheNearestKnownOne() {
    assertThat(run("config", "--set", "heapcast.server.prot=1")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "heapcast: setting from command line: found 'heapcast.server.prot', which no part"
                + " knows, expected perhaps 'heapcast.server.port'. Correct or remove it.");
  }

  @Test
  void upRefusesAClusterOfItsOwn() {
    assertThat(run("up", "--bootstrap-servers", "kafka:9092")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("heapcast: heapcast.bootstrap.servers: found kafka:9092, expected none");
  }

  @Test
  void anUnforeseenErrorIsOneLineAndItsTraceOnlyWithVerbose() {
    assertThat(runFailing(false)).isEqualTo(3);
    assertThat(err.toString().lines())
        .containsExactly(
            "heapcast: unexpected java.lang.IllegalStateException: two lines; run again with"
                + " --verbose");

    assertThat(runFailing(true)).isEqualTo(3);
    assertThat(err.toString()).contains("\tat " + CommandLineTest.class.getName());
  }

  @Test
  void versionTellsAllThree() {
    assertThat(run("version")).isZero();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("heapcast \\d+\\.\\d+\\.\\d+\\S*"),
            line -> assertThat(line).matches("kafka    \\d+\\.\\d+\\.\\d+"),
            line -> assertThat(line).startsWith("jdk      " + Runtime.version().feature()));
  }

  private int run(String... args) {
    return Main.commandLine(false)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Command(name = "failing")
  private static final class Failing implements Callable<Integer> {

    @Override
    public Integer call() {
      throw new IllegalStateException(String.join("\n", List.of("two", "lines")));
    }
  }

  private int runFailing(boolean verbose) {
    return new CommandLine(new Failing())
        .setExecutionExceptionHandler(new ErrorHandlers(verbose))
        .setErr(new PrintWriter(err, true))
        .execute();
  }
}
