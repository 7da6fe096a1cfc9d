package io.heapcast.bench.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Part;
import io.heapcast.bench.score.Judgement;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimulationsTest {

  private static final long SEED = 7;

  @Test
  void simulatesAllFamilies() {
    assertThat(Scripts.families())
        .containsExactlyInAnyOrderElementsOf(Families.all().map(Family::id).toList());
  }

  @Test
  void refusesAFamilyThatIsNotSimulated() {
    assertThatThrownBy(() -> Scripts.of("no-such-family"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such-family");
  }

  @Test
  void showsEveryCollectorToEveryJudgingFamily() {
    Families.all()
        .filter(family -> family.part() == Part.JUDGING)
        .forEach(
            family ->
                assertThat(Plans.of(family, SEED, Scale.QUICK).map(Setting::collector))
                    .as(family.id())
                    .containsAll(
                        FewOldCollections.FAMILIES.contains(family.id())
                            ? FewOldCollections.COLLECTORS
                            : CollectorPortrait.collectors()));
  }

  @Test
  void judgesHundredsOfEachLabel() {
    Map<Boolean, Long> judged =
        Families.all()
            .filter(family -> family.part() == Part.JUDGING)
            .flatMap(family -> Plans.of(family, SEED, Scale.FULL))
            .collect(
                Collectors.partitioningBy(
                    setting -> setting.family().leaking(), Collectors.counting()));
    assertThat(judged.get(true)).isGreaterThanOrEqualTo(200);
    assertThat(judged.get(false)).isGreaterThanOrEqualTo(200);
  }

  @Test
  void showsTheCollectorsOfEveryJudgingFamilyOnBothJdks() {
    Families.all()
        .filter(family -> family.part() == Part.JUDGING)
        .forEach(
            family ->
                assertThat(
                        Plans.of(family, SEED, Scale.FULL)
                            .filter(it -> it.collector() == Collector.G1)
                            .map(Setting::jdk))
                    .as(family.id())
                    .contains("17.0.15", "25.0.3"));
  }

  @Test
  void listsAttributesInTheSameOrderInEveryProcess() {
    assertThat(Simulations.cases(SEED, Scale.QUICK).limit(3))
        .allSatisfy(
            it -> assertThat(it.attributes().keySet()).startsWith("jdk", "heap", "speed", "load"));
  }

  @Test
  void leaksOfClassesKeepHeapToo() {
    List<Case> cases =
        Simulations.cases(SEED, Scale.QUICK).filter(it -> it.family().leaking()).toList();
    assertThat(cases).filteredOn(SimulationsTest::leaksClasses).isNotEmpty();
    assertThat(cases)
        .allSatisfy(
            it ->
                assertThat(it.attributes().get(Judgement.ALSO_GROWS))
                    .as(it.id())
                    .isEqualTo(leaksClasses(it) ? "HEAP" : null));
  }

  @Test
  void leakedClassesExhaustTheMetaspaceAndNotTheHeap() {
    assertThat(Stream.of("proxy-class-leak", "classloader-leak").map(Families::of))
        .flatMap(family -> Plans.of(family, SEED, Scale.QUICK).toList())
        .allSatisfy(
            setting -> {
              Simulation simulation = new Simulation(setting, SEED);
              Story story = simulation.story();
              SimulatedJvm.Outcome outcome = simulation.run(story, batch -> {}).get(0);
              assertThat(outcome.exhaustedMs()).as(setting.id(SEED)).isPresent();
              assertThat(outcome.highestLiveShare()).as(setting.id(SEED)).isLessThan(0.8);
              JvmPlan plan = story.jvms().get(0);
              assertThat(plan.holders)
                  .as(setting.id(SEED))
                  .filteredOn(it -> it.place() == Holder.Place.HEAP)
                  .hasSize(2)
                  .allSatisfy(it -> assertThat(it.size()).isPositive());
            });
  }

  @Test
  void namesEachCaseOnce() {
    for (Scale scale : Scale.values()) {
      assertThat(Families.all().flatMap(it -> Plans.of(it, SEED, scale)).map(it -> it.id(SEED)))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void spreadsHeapsFromTheLeastToTheMost() {
    List<Double> heaps =
        Plans.of(Families.of("listener-registry"), SEED, Scale.FULL)
            .map(Setting::heapBytes)
            .sorted()
            .toList();
    assertThat(heaps.get(0)).isEqualTo(64 << 20);
    assertThat(heaps.get(heaps.size() - 1)).isEqualTo(8.0 * (1 << 30));
  }

  @Test
  void playsTheSameBytesWheneverAndInWhateverOrder() {
    List<Setting> settings =
        Stream.of("static-map", "classloader-leak", "missing-telemetry", "rolling-restarts")
            .map(family -> shortest(Families.of(family)))
            .toList();
    Map<String, String> forward = new TreeMap<>();
    settings.forEach(setting -> forward.put(setting.id(SEED), digest(setting, SEED)));
    Map<String, String> backward = new TreeMap<>();
    settings.stream()
        .sorted(Comparator.comparing((Setting setting) -> setting.id(SEED)).reversed())
        .forEach(setting -> backward.put(setting.id(SEED), digest(setting, SEED)));
    assertThat(backward).isEqualTo(forward);
    assertThat(digest(settings.get(0), SEED + 1)).isNotEqualTo(digest(settings.get(0), SEED));
  }

  @Test
  void tellsTheTruthOfALeak() {
    Case leak =
        Simulations.cases(SEED, Scale.QUICK)
            .filter(it -> it.family().id().equals("static-map"))
            .findFirst()
            .orElseThrow();
    assertThat(leak.truth().label()).isEqualTo(Label.LEAK);
    assertThat(leak.truth().leakBeginMs()).isPresent();
    assertThat(leak.truth().exhaustedMs().orElseThrow())
        .isGreaterThan(leak.truth().leakBeginMs().orElseThrow());
    assertThat(leak.attributes()).containsKeys("jdk", "heap", "speed", "load");
  }

  @Test
  void refusesToCallADyingRunHealthy() {
    Setting setting = shortest(Families.of("steady"));
    JvmPlan plan = CollectorPortrait.reference(Collector.SERIAL, "17", 8 << 20);
    Simulation simulation = new Simulation(setting, SEED);
    assertThatThrownBy(() -> simulation.run(Story.healthy(plan), batch -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stays healthy");
  }

  @Test
  void endsBeforeOneMoreOldCollection() {
    Map<String, Integer> collections =
        Map.of(
            "no-old-leak", 0,
            "one-old-leak", 1,
            "two-old-leak", 2,
            "no-old-healthy", 0,
            "one-old-healthy", 1,
            "two-old-healthy", 2);
    collections.forEach(
        (family, expected) ->
            Plans.of(Families.of(family), SEED, Scale.QUICK)
                .forEach(
                    setting -> {
                      Simulation simulation = new Simulation(setting, SEED);
                      assertThat(simulation.run(simulation.story(), batch -> {}))
                          .as(setting.id(SEED))
                          .extracting(SimulatedJvm.Outcome::oldCollections)
                          .containsExactly(expected);
                    }));
  }

  @Test
  void hidesTheLeakOfADailyRestartedService() {
    Simulation simulation = new Simulation(shortest(Families.of("daily-restart-leak")), SEED);
    assertThat(simulation.story().jvms()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(simulation.truth().exhaustedMs()).isEmpty();
  }

  private static boolean leaksClasses(Case one) {
    return one.truth().label() == Label.LEAK && one.truth().resource() == Resource.METASPACE;
  }

  static Setting shortest(Family family) {
    return Plans.of(family, SEED, Scale.QUICK)
        .min(Comparator.comparingDouble(Setting::spanSeconds))
        .orElseThrow();
  }

  private static String digest(Setting setting, long seed) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new Simulation(setting, seed).play(batch -> digest.update(bytes(batch)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Like toByteArray, with maps in a fixed order. */
  private static byte[] bytes(TelemetryBatch batch) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      var coded = com.google.protobuf.CodedOutputStream.newInstance(out);
      coded.useDeterministicSerialization();
      batch.writeTo(coded);
      coded.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
