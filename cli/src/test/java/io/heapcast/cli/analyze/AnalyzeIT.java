package io.heapcast.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Recordings and GC logs of every collector on each JDK of this machine, through the command. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnalyzeIT {

  private static final List<String> COLLECTORS =
      List.of("UseSerialGC", "UseParallelGC", "UseG1GC", "UseZGC", "UseShenandoahGC");

  private final List<SoakRun> runs = new ArrayList<>();

  @BeforeAll
  void recordAll(@TempDir Path directory) throws Exception {
    // A few at a time: this machine may be small.
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()));
    try {
      List<Future<SoakRun>> started = new ArrayList<>();
      jdks()
          .forEach(
              (feature, home) ->
                  COLLECTORS.forEach(
                      gc ->
                          started.add(
                              threads.submit(
                                  () -> SoakRun.run(home, feature, gc, settings(gc), directory)))));
      for (Future<SoakRun> run : started) {
        runs.add(run.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Both of the JDK's own profiles have their turn. */
  private static String settings(String gc) {
    return gc.equals("UseG1GC") || gc.equals("UseZGC") ? "profile" : "default";
  }

  Stream<SoakRun> runs() {
    return runs.stream();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aRecordingGivesTheFactsOfItsJvm(SoakRun run) throws IOException {
    JsonNode document = document(run.recording());
    assertThat(document.at("/source/kind").textValue()).isEqualTo("jfr");
    assertThat(document.at("/source/path").textValue()).isEqualTo(run.recording().toString());
    JsonNode jvm = document.get("jvm");
    assertThat(jvm.get("mainClass").textValue()).isEqualTo(SoakService.class.getName());
    assertThat(jvm.get("id").textValue()).contains("/" + run.pid() + "@");
    assertFacts(run, document);
    assertThat(document.toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aLogGivesTheSameAsFarAsItTells(SoakRun run) throws IOException {
    JsonNode document = document(run.log());
    assertThat(document.at("/source/kind").textValue()).isEqualTo("gclog");
    assertFacts(run, document);
    for (JsonNode resource : document.get("resources")) {
      if (List.of("threads", "direct", "native").contains(resource.get("resource").textValue())) {
        assertThat(resource.at("/reasons/0/code").textValue()).isEqualTo("no-data");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aRecordingAndALogHoldTheSameCollections(SoakRun run) throws IOException {
    Facts ofRecording = Facts.of(run.recording());
    Facts ofLog = Facts.of(run.log());
    // The log begins with the JVM, the recording a little later.
    assertThat(ofLog.oldCollections()).containsAll(ofRecording.oldCollections());
    assertThat(ofRecording.oldCollections()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(ofRecording.lateDropped()).isZero();
    assertThat(ofLog.lateDropped()).isZero();
  }

  @Test
  void severalJvmsInOneFileAreToldApart(@TempDir Path directory) throws IOException {
    assumeTrue(runs.size() > 1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (SoakRun run : runs) {
      all.writeBytes(Files.readAllBytes(run.recording()));
    }
    Path file = Files.write(directory.resolve("all.jfr"), all.toByteArray());
    List<String> documents = analyze(0, "--format", "json", file.toString());
    assertThat(documents).hasSameSizeAs(runs);
    for (SoakRun run : runs) {
      assertThat(documents)
          .filteredOn(document -> document.contains("/" + run.pid() + "@"))
          .singleElement()
          .asString()
          .contains("\"collector\":\"" + run.collector() + "\"");
    }
    assertThat(analyze(0, file.toString()))
        .contains(" FILE AND JVM           HEAP             PROB  SINCE (UTC)         FULL");
  }

  @Test
  void eachOfManyFilesHasItsResult() {
    List<String> files =
        runs.stream()
            .flatMap(run -> Stream.of(run.recording(), run.log()))
            .map(Path::toString)
            .toList();
    List<String> arguments = new ArrayList<>(List.of("--format", "json"));
    arguments.addAll(files);
    List<String> documents = analyze(0, arguments.toArray(String[]::new));
    assertThat(documents).hasSameSizeAs(files);
    for (int i = 0; i < files.size(); i++) {
      assertThat(documents.get(i)).contains("{\"path\":\"" + files.get(i) + "\"");
    }
  }

  private static void assertFacts(SoakRun run, JsonNode document) {
    JsonNode jvm = document.get("jvm");
    assertThat(jvm.get("collector").textValue()).isEqualTo(run.collector());
    assertThat(jvm.get("jdk").textValue()).startsWith(run.feature() + ".");
    assertThat(jvm.get("maxHeapBytes").longValue()).isEqualTo(SoakRun.MAX_HEAP_BYTES);
    Instant start = Instant.parse(document.at("/source/start").textValue());
    Instant end = Instant.parse(document.at("/source/end").textValue());
    assertThat(start).isBetween(run.begin().minusSeconds(1), end);
    assertThat(end).isBefore(Instant.now());
    assertThat(document.get("resources")).hasSize(5);
    assertThat(document.at("/resources/0/resource").textValue()).isEqualTo("heap");
    assertThat(document.at("/resources/0/state").textValue()).isNotEqualTo("LEAK");
    assertThat(document.get("suspects")).isEmpty();
  }

  /** The same bytes each time. */
  private static JsonNode document(Path file) throws IOException {
    List<String> documents = analyze(0, "--format", "json", file.toString());
    assertThat(analyze(0, "--format", "json", file.toString())).isEqualTo(documents);
    assertThat(documents).hasSize(1);
    return new ObjectMapper().readTree(documents.get(0));
  }

  private static List<String> analyze(int exitCode, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(new AnalyzeCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    assertThat(exit).as(err.toString()).isEqualTo(exitCode);
    return out.toString().lines().toList();
  }

  /** One of each version beside the JDK that runs this. */
  private static Map<Integer, Path> jdks() {
    Map<Integer, Path> jdks = new TreeMap<>();
    Path own = Path.of(System.getProperty("java.home"));
    Path parent = own.getParent() == null ? own : own.getParent();
    try (DirectoryStream<Path> homes = Files.newDirectoryStream(parent)) {
      for (Path home : homes) {
        int feature = feature(home);
        if (feature >= 17 && Files.isExecutable(home.resolve("bin/java"))) {
          jdks.putIfAbsent(feature, home);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    jdks.put(Runtime.version().feature(), own);
    return jdks;
  }

  private static int feature(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return 0;
    }
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    }
    String version = properties.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
    return Integer.parseInt(version.split("[.+-]", 2)[0]);
  }
}
