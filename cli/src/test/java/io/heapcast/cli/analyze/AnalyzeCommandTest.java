package io.heapcast.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AnalyzeCommandTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private static Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A real one, of this JVM. */
  @BeforeAll
  static void record() throws IOException, ParseException {
    try (Recording recording = new Recording(Configuration.getConfiguration("default"))) {
      recording.start();
      System.gc();
      recording.stop();
      recording.dump(directory.resolve("whole.jfr"));
    }
    try (Recording recording = new Recording()) {
      recording.enable("jdk.JVMInformation");
      recording.start();
      recording.stop();
      recording.dump(directory.resolve("nogc.jfr"));
    }
  }

  @Test
  void aRecordingIsJudged() {
    assertThat(run("whole.jfr")).isZero();
    assertThat(out.toString()).contains("whole.jfr", "UNKNOWN: the heap cannot be judged");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void withoutACollectionTheHeapIsUnknownAndThatIsNoError() {
    assertThat(run("nogc.jfr")).isZero();
    assertThat(out.toString()).contains("UNKNOWN: the heap cannot be judged", "No collection");
    assertThat(run("--format", "json", "--fail-on", "leak", "nogc.jfr")).isZero();
    assertThat(out.toString()).contains("\"state\":\"UNKNOWN\"");
  }

  @Test
  void whatCannotBeReadIsOneLineEachAndTheOthersAreJudged() throws IOException {
    byte[] whole = Files.readAllBytes(directory.resolve("whole.jfr"));
    Files.write(directory.resolve("cut.jfr"), Arrays.copyOf(whole, whole.length / 2));
    Files.write(directory.resolve("empty.jfr"), new byte[0]);
    Files.writeString(directory.resolve("notes.txt"), "no log of any collector\n");
    Files.writeString(directory.resolve("foreign.jfr"), "no recording either\n");
    try (OutputStream packed =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve("packed.jfr.gz")))) {
      packed.write(whole);
    }
    String[] files = {
      "cut.jfr", "empty.jfr", "notes.txt", "foreign.jfr", "packed.jfr.gz", "nosuch.jfr", "whole.jfr"
    };
    assertThat(run(files)).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(6)
        .allMatch(line -> line.matches("heapcast: \\S+: found .+, expected .+\\. .+\\."))
        .anyMatch(line -> line.contains("cut.jfr: found a recording cut off"))
        .anyMatch(line -> line.contains("empty.jfr: found an empty file"))
        .anyMatch(line -> line.contains("notes.txt: found no line of a garbage collector"))
        .anyMatch(line -> line.contains("foreign.jfr: found a file that does not begin as"))
        .anyMatch(line -> line.contains("packed.jfr.gz: found a packed file"))
        .anyMatch(line -> line.contains("nosuch.jfr: found no such file"));
    assertThat(out.toString()).contains("whole.jfr");
  }

  @Test
  void aDirectoryIsNotTakenForItsFiles() {
    assertThat(run("")).isEqualTo(2);
    assertThat(err.toString()).contains("found a directory", "/*.jfr");
  }

  @Test
  void aFileThatIsNamedTwiceCountsOnce() {
    assertThat(run("--format", "json", "whole.jfr", "whole.jfr")).isZero();
    assertThat(out.toString().lines()).hasSize(1);
  }

  @Test
  void theSameFileGivesTheSameBytes() {
    assertThat(run("--format", "json", "whole.jfr")).isZero();
    String first = out.toString();
    out.getBuffer().setLength(0);
    assertThat(run("--format", "json", "whole.jfr")).isZero();
    assertThat(out.toString()).isEqualTo(first).endsWith("}\n");
  }

  private int run(String... args) {
    String[] resolved =
        Arrays.stream(args)
            .map(
                arg -> arg.isEmpty() || arg.contains(".") ? directory.resolve(arg).toString() : arg)
            .toArray(String[]::new);
    return new CommandLine(new AnalyzeCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(resolved);
  }
}
