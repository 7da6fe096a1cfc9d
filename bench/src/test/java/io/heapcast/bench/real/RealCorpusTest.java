package io.heapcast.bench.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Part;
import io.heapcast.bench.score.Judgement;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The corpus that is committed. */
class RealCorpusTest {

  private static final Path CORPUS = Path.of("real");
  private static final long MOST_BYTES_OF_A_RUN = 80 * 1024;
  private static final long MOST_BYTES = 10 * 1024 * 1024;
  private static final long FORTY_SECONDS_MS = 40_000;

  /** {@code $$Lambda/0x00007f…}: hidden classes have a slash in their name. */
  private static final Pattern LAMBDA = Pattern.compile("/0x[0-9a-f]+");

  private static final int LEAST_WINDOWS_WITH_COLLECTIONS = 5;
  private static final Duration GRACE = Duration.ofSeconds(5);

  @Test
  void theTruthIsSane() {
    assertThat(Manifest.read(CORPUS).runs())
        .allSatisfy(
            run -> {
              assertThat(run.endMs()).isGreaterThan(run.startMs() + FORTY_SECONDS_MS);
              if (run.leakBeginMs() == null) {
                assertThat(run.exhaustedMs()).isNull();
              } else {
                assertThat(run.leakBeginMs()).isGreaterThan(run.startMs());
                assertThat(run.exhaustedMs()).isBetween(run.leakBeginMs() + 1, run.endMs());
                assertThat(run.outOfMemory()).contains("java.lang.OutOfMemoryError");
              }
            });
  }

  @Test
  void labelsAreThoseOfTheFamilies() {
    assertThat(cases())
        .allSatisfy(
            one -> assertThat(one.truth().label() == Label.LEAK).isEqualTo(one.family().leaking()));
  }

  @Test
  void leaksOfClassesKeepHeapToo() {
    List<Case> cases = cases().toList();
    assertThat(cases).filteredOn(RealCorpusTest::leaksClasses).isNotEmpty();
    assertThat(cases)
        .allSatisfy(
            it ->
                assertThat(it.attributes().get(Judgement.ALSO_GROWS))
                    .as(it.id())
                    .isEqualTo(leaksClasses(it) ? "HEAP" : null));
  }

  @Test
  void thereAreEnoughOfEachSort() {
    assertThat(cases().filter(judged().and(one -> one.family().leaking())).count())
        .isGreaterThanOrEqualTo(30);
    assertThat(cases().filter(judged().and(one -> !one.family().leaking())).count())
        .isGreaterThanOrEqualTo(30);
    assertThat(cases().filter(judged().negate()).count()).isGreaterThanOrEqualTo(30);
  }

  @Test
  void everyCollectorIsJudgedOnBothJdks() {
    Map<String, Long> judged =
        cases()
            .filter(judged())
            .collect(
                Collectors.groupingBy(
                    one -> one.collector() + " " + one.attributes().get("jdk"),
                    TreeMap::new,
                    Collectors.counting()));
    assertThat(judged).hasSize(RunSpec.COLLECTORS.size() * 2);
    assertThat(judged.values()).allSatisfy(runs -> assertThat(runs).isGreaterThanOrEqualTo(6));
  }

  @Test
  void itIsSmallAndHoldsNothingElse() throws IOException {
    List<String> known =
        new ArrayList<>(Manifest.read(CORPUS).runs().stream().map(Manifest.Entry::file).toList());
    known.add(Manifest.FILE);
    List<Path> files = files();
    assertThat(files.stream().map(file -> file.getFileName().toString()))
        .containsExactlyInAnyOrderElementsOf(known);
    long bytes = 0;
    for (Path file : files) {
      if (file.toString().endsWith(CaseFile.SUFFIX)) {
        assertThat(Files.size(file)).as(file.toString()).isLessThanOrEqualTo(MOST_BYTES_OF_A_RUN);
      }
      bytes += Files.size(file);
    }
    assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void theWindowsTakeAllOfIt() {
    assertThat(cases())
        .allSatisfy(
            one -> {
              List<TelemetryBatch> batches = batches(one);
              WindowEngine engine = new WindowEngine(batches.get(0).getJvmId(), GRACE);
              List<JvmWindow> windows = new ArrayList<>();
              batches.forEach(batch -> windows.addAll(engine.accept(batch)));
              assertThat(engine.ended()).isTrue();
              JvmWindow last = windows.get(windows.size() - 1);
              assertThat(last.getLateDropped()).isZero();
              assertThat(windows.stream().mapToInt(JvmWindow::getGapsCount).sum()).isZero();
              assertThat(windows.stream().filter(RealCorpusTest::hasCollections).count())
                  .isGreaterThanOrEqualTo(LEAST_WINDOWS_WITH_COLLECTIONS);
            });
  }

  @Test
  void nothingTellsWhereAndWhenItWasRecorded() {
    assertThat(cases())
        .allSatisfy(
            one -> {
              long from = Corpus.BEGIN.toEpochMilli();
              for (TelemetryBatch batch : batches(one)) {
                assertThat(batch.getJvmId()).startsWith("leakbench/1@");
                assertThat(batch.getObservedUntilMs()).isBetween(from, from + 600_000);
                assertThat(words(batch)).noneMatch(word -> word.contains("/"));
              }
            });
  }

  /** Young ones are told as a sum. */
  private static boolean hasCollections(JvmWindow window) {
    return window.hasYoung() || window.getCollectionsCount() > 0;
  }

  /** Of class and method, and who the JVM is; its id aside. */
  private static List<String> words(TelemetryBatch batch) {
    List<String> words = new ArrayList<>();
    batch.getNamesList().forEach(name -> words.add(LAMBDA.matcher(name.getName()).replaceAll("")));
    if (batch.hasInfo()) {
      JvmInfo info = batch.getInfo();
      assertThat(info.getServiceInstanceId()).isEqualTo("leakbench/1");
      words.add(info.getHostName() + info.getServiceName() + info.getMainClass());
      words.addAll(info.getAttributesMap().values());
    }
    return words;
  }

  private static boolean leaksClasses(Case one) {
    return one.truth().label() == Label.LEAK && one.truth().resource() == Resource.METASPACE;
  }

  private static Predicate<Case> judged() {
    return one -> one.family().part() == Part.JUDGING;
  }

  private static Stream<Case> cases() {
    return RealCases.cases(CORPUS);
  }

  private static List<TelemetryBatch> batches(Case one) throws IOException {
    List<TelemetryBatch> batches = new ArrayList<>();
    one.telemetry().play(batches::add);
    return batches;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.toList();
    }
  }
}
