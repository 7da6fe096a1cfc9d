package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.server.ServerStats.Post;
import io.heapcast.server.remotewrite.RemoteWriteCounts;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.Judgeability;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.VersionRecord;
import io.heapcast.telemetry.v1.WatchState;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FleetMetricsTest {

  private static final Arrival LIVE = new Arrival(Samples.AS_OF.toEpochMilli(), true);
  private static final Arrival KNOWN = new Arrival(Samples.AS_OF.toEpochMilli(), false);

  private final ManualClock clock = new ManualClock(Samples.NOW, "UTC");
  private final Fleet fleet = new Fleet(Duration.ofHours(24));
  private final ServerStats stats = new ServerStats();
  private final FleetMetrics metrics = new FleetMetrics(fleet, stats, clock);

  @Test
  void everyMetricOfALeakingAndARefusedJvm() throws IOException {
    fillFleet();

    Golden.assertMatches("metrics.txt", prometheusText());
  }

  @Test
  void openMetricsIsTheSameAndEnds() throws IOException {
    fillFleet();

    Golden.assertMatches("openmetrics.txt", text(openMetrics()));
  }

  @Test
  void aFullScrapeHoldsEveryMetricOfTheTable() throws IOException {
    fillFleet();

    List<String> found =
        prometheusText()
            .lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ", -1)[2])
            .toList();

    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Metric.values()).map(Metric::exposedName).toList());
  }

  @Test
  void theReferenceAndTheTableAreTheSame() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("..", "docs", "metrics.md")).stream()
            .takeWhile(line -> !line.equals("## A collector"))
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split(" \\| ?", -1))
            .map(row -> row[0].substring(2) + " " + row[1] + " " + row[2].trim())
            .toList();

    assertThat(documented)
        .containsExactlyElementsOf(
            Arrays.stream(Metric.values())
                .map(
                    metric ->
                        "`%s` %s %s"
                            .formatted(
                                metric.exposedName(),
                                FleetMetrics.lowerCase(metric.type()),
                                metric.labels()))
                .toList());
  }

  @Test
  void seriesHaveNoLabelThatTheTableLacks() throws IOException {
    fillFleet();

    for (Metric metric : Metric.values()) {
      String allowed =
          metric
              .labels()
              .replace(
                  "JVM",
                  "service_name, service_instance_id, service_version, service_namespace,"
                      + " deployment_environment_name, cluster")
              .replace(
                  "ALERT",
                  "leak_id, service_name, resource, service_namespace,"
                      + " deployment_environment_name, cluster");
      assertThat(prometheusText().lines())
          .filteredOn(line -> line.matches(metric.exposedName() + "(_count|_sum)?\\{.*"))
          .allSatisfy(
              line ->
                  assertThat(line.replaceAll("\"[^\"]*\"", "").split("[{},]", -1))
                      .filteredOn(part -> part.endsWith("="))
                      .allSatisfy(
                          label ->
                              assertThat(List.of(allowed.split(", ", -1)))
                                  .contains(label.replace("=", ""))));
    }
  }

  @Test
  void anEmptyFleetHasOnlyItsCounts() throws IOException {
    assertThat(prometheusText())
        .contains("heapcast_jvms{state=\"watched\"} 0.0\n")
        .contains("heapcast_alerts_total{outcome=\"firing\"} 0.0\n")
        .contains("heapcast_windows_total 0.0\n")
        .doesNotContain("service_name");
  }

  @Test
  void whatAVerdictDoesNotSayGivesNoSeries() throws IOException {
    ResourceVerdict unknown =
        ResourceVerdict.newBuilder()
            .setResource(Resource.HEAP)
            .setState(VerdictState.UNKNOWN)
            .build();
    fleet.accept(Samples.verdict(Samples.info(1).build(), unknown).build(), LIVE);

    assertThat(prometheusText().lines().filter(line -> line.contains("web-1/4711")))
        .extracting(line -> line.substring(0, line.indexOf('{')))
        .containsExactly(
            "heapcast_data_as_of_timestamp_seconds",
            "heapcast_jvm_info",
            "heapcast_jvm_start_timestamp_seconds",
            "heapcast_verdict_state");
  }

  @Test
  void threadsAreNotBytes() throws IOException {
    ResourceVerdict threads = Samples.leak().setResource(Resource.THREADS).build();
    fleet.accept(Samples.verdict(Samples.info(1).build(), threads).build(), LIVE);

    assertThat(prometheusText())
        .contains("heapcast_time_to_exhaustion_seconds")
        .doesNotContain("heapcast_growth_bytes_per_second")
        .doesNotContain("heapcast_limit_bytes")
        .doesNotContain("heapcast_live_set_bytes");
  }

  @Test
  void valuesOfASilentJvmLeaveAndItsCountersStay() throws IOException {
    fleet.accept(Samples.window(Samples.info(1).build(), 0).build(), LIVE);
    clock.advance(WindowMetrics.FRESH);

    assertThat(prometheusText())
        .contains("heapcast_allocated_bytes_total{")
        .doesNotContain("jvm_thread_count");
  }

  @ParameterizedTest
  @EnumSource(value = VerdictState.class, mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
  void aJvmHasAtMostFortySeriesWhateverIsToldOfIt(VerdictState state) throws IOException {
    fillWith(state);

    assertThat(seriesOfTheJvm()).hasSizeLessThanOrEqualTo(40).hasSizeGreaterThan(25);
  }

  @Test
  void whatMattersMostIsToldWhereThereIsNoRoomForAll() throws IOException {
    fillWith(VerdictState.LEAK);

    assertThat(seriesOfTheJvm())
        .hasSize(40)
        .filteredOn(line -> line.startsWith("heapcast_verdict_state"))
        .hasSize(5);
    assertThat(String.join("\n", seriesOfTheJvm()))
        .contains("heapcast_leak_probability_ratio")
        .contains("heapcast_live_set_bytes")
        .contains("heapcast_growth_bytes_per_second")
        .doesNotContain("heapcast_inflection_latest_timestamp_seconds");
  }

  @Test
  void whatAToolAskedForIsNotAmongTheApplicationsCollections() throws IOException {
    fleet.accept(
        Samples.window(Samples.info(1).build(), 0)
            .clearGcTotals()
            .addRequestedGcTotals(Samples.totals(GcKind.FULL, 1, 90_000))
            .build(),
        LIVE);

    assertThat(seriesOfTheJvm())
        .noneMatch(line -> line.startsWith("jvm_gc_duration_seconds"))
        .anyMatch(line -> line.matches("heapcast_requested_gc_duration_seconds_count\\{.*} 1"))
        .anyMatch(line -> line.matches("heapcast_requested_gc_duration_seconds_sum\\{.*} 0.09"));
  }

  @Test
  void aJvmThatEndedLeaves() throws IOException {
    fillWith(VerdictState.HEALTHY);
    JvmInfo info = Samples.info(1).build();
    fleet.accept(Samples.window(info, 1).setEnded(JvmEnded.getDefaultInstance()).build(), LIVE);
    fleet.accept(Samples.status(info, WatchState.ENDED).build(), LIVE);

    assertThat(seriesOfTheJvm()).isEmpty();
  }

  /** All that can be told of a JVM, every resource in this state. */
  private void fillWith(VerdictState state) {
    JvmInfo info = Samples.info(1).build();
    fleet.accept(Samples.status(info, WatchState.WATCHED).build(), LIVE);
    JvmVerdict.Builder verdict = Samples.verdict(info, full(Resource.HEAP, state)).clearResources();
    for (Resource resource : Resource.values()) {
      if (resource != Resource.RESOURCE_UNSPECIFIED && resource != Resource.UNRECOGNIZED) {
        verdict.addResources(full(resource, state));
      }
    }
    fleet.accept(verdict.build(), LIVE);
    JvmWindow.Builder window = Samples.window(info, 0).clearGcTotals();
    for (GcKind kind : GcKind.values()) {
      if (kind != GcKind.UNRECOGNIZED) {
        window.addGcTotals(Samples.totals(kind, 1, 1_000));
      }
    }
    fleet.accept(window.build(), LIVE);
  }

  private static ResourceVerdict full(Resource resource, VerdictState state) {
    return Samples.leak()
        .setResource(resource)
        .setState(state)
        .setJudgeability(judgeability(9, 8))
        .build();
  }

  private List<String> seriesOfTheJvm() throws IOException {
    return prometheusText()
        .lines()
        .filter(line -> line.contains("service_instance_id=\"web-1/4711\""))
        .toList();
  }

  @Test
  void aWatchedJvmWithoutWindowsForFiveMinutesIsSilent() throws IOException {
    fillWith(VerdictState.HEALTHY);
    assertThat(prometheusText()).contains("heapcast_jvms_silent 0.0");
    clock.advance(WindowMetrics.FRESH.plusMinutes(1));
    assertThat(prometheusText()).contains("heapcast_jvms_silent 1.0");
  }

  @Test
  void ofTwoJvmsWithTheSameLabelsTheYoungerIsShown() throws IOException {
    JvmInfo older = Samples.info(1).build();
    JvmInfo younger =
        older.toBuilder()
            .setJvmId("web-1/4711@1795600000")
            .setStartTimeMs(older.getStartTimeMs() + 60_000)
            .setJdkVersion("25.0.1")
            .build();
    fleet.accept(Samples.status(younger, WatchState.WATCHED).build(), LIVE);
    fleet.accept(Samples.status(older, WatchState.WATCHED).build(), LIVE);

    assertThat(prometheusText())
        .contains("jdk_version=\"25.0.1\"")
        .doesNotContain("jdk_version=\"17.0.15\"")
        .contains("heapcast_jvms_hidden 1.0\n");
  }

  private static JvmVerdict outsideTheHeap(JvmInfo info) {
    ResourceVerdict.Builder threads =
        Samples.leak()
            .setResource(Resource.THREADS)
            .setState(VerdictState.LEAK_SUSPECTED)
            .setLevel(420)
            .setLimit(1000)
            .setTrend(421);
    ResourceVerdict direct = Samples.leak().setResource(Resource.DIRECT).build();
    return Samples.verdict(info, threads.build()).addResources(direct).build();
  }

  private void fillFleet() {
    JvmInfo leaking =
        Samples.info(1)
            .setServiceNamespace("shop")
            .putAttributes("k8s.cluster.name", "west")
            .putAttributes("team", "shopping")
            .build();
    JvmInfo refused =
        Samples.info(2)
            .setServiceName("batch \"nightly\"")
            .clearServiceVersion()
            .clearJdkVersion()
            .clearCollector()
            .clearDeploymentEnvironmentName()
            .build();
    fleet.accept(Samples.status(leaking, WatchState.WATCHED).build(), KNOWN);
    fleet.accept(
        Samples.status(refused, WatchState.REFUSED).setReasonCode("attach-disabled").build(),
        KNOWN);
    fleet.accept(
        Samples.verdict(leaking, Samples.leak().setJudgeability(judgeability(9, 8)).build())
            .build(),
        KNOWN);
    fleet.accept(outsideTheHeap(Samples.info(3).build()), KNOWN);
    fleet.accept(Samples.window(leaking, -1).build(), KNOWN);
    fleet.accept(Samples.window(leaking, 0).build(), LIVE);
    fleet.accept(Samples.window(leaking, 0).build(), LIVE);
    fleet.accept(
        Samples.window(leaking, 1).clearThreads().setLateDropped(5).setAheadDropped(2).build(),
        LIVE);
    fleet.accept(
        JvmWindow.newBuilder()
            .setInfo(Samples.info(4))
            .setStartTimeMs(Samples.AS_OF.minusSeconds(10).toEpochMilli())
            .setEndTimeMs(Samples.AS_OF.toEpochMilli())
            .addRequestedGcTotals(Samples.totals(GcKind.FULL, 1, 90_000))
            .build(),
        LIVE);
    fleet.accept(Samples.alert().setState(AlertState.PENDING).build(), LIVE);
    fleet.accept(firingAlert(leaking), LIVE);
    fleet.accept(
        Samples.alert()
            .setLeakId("prod/batch/heap@1795500000")
            .setState(AlertState.RESOLVED)
            .setOutcome(AlertOutcome.FIXED)
            .setResolvedMs(Samples.ms("2026-11-24T07:00:00Z"))
            .build(),
        KNOWN);
    fleet.accept(
        OutOfMemory.newBuilder().setInfo(Samples.info(9)).setResource(Resource.HEAP).build(), LIVE);
    stats.links(new Links(Optional.empty(), Optional.of("http://docs/runbooks/")));
    stats.remoteWrite(new RemoteWriteCounts());
    stats.partLag("streams", 5L);
    stats.partLag("detector", 0L);
    stats.deadLetter("heapcast.windows.v1", "server");
    stats.register("127.0.0.1:9093");
    stats.posted("127.0.0.1:9093", Post.SENT);
    stats.lag(3);
    stats.recordRead(Samples.AS_OF.toEpochMilli());
  }

  private static LeakAlert firingAlert(JvmInfo leaking) {
    return Samples.alert()
        .setProbability(0.96)
        .setInstancesLeaking(1)
        .setInstancesComparable(2)
        .setForecastsChecked(2)
        .setForecastsWithin(1)
        .addMembers(Samples.member(1, Samples.leak().build()).setInfo(leaking))
        .addMembers(
            Samples.member(3, Samples.leak().build())
                .setEndedMs(Samples.ms("2026-11-24T07:30:00Z"))
                .setOutcome(AlertOutcome.OUT_OF_MEMORY_ERROR))
        .addVersions(
            VersionRecord.newBuilder().setServiceVersion("1.4.2").setInstances(1).setLeaked(2))
        .build();
  }

  private static Judgeability judgeability(int floors, int needed) {
    return Judgeability.newBuilder().setFloors(floors).setFloorsNeeded(needed).build();
  }

  private String prometheusText() throws IOException {
    return text(PrometheusTextFormatWriter.create());
  }

  private static ExpositionFormatWriter openMetrics() {
    return OpenMetricsTextFormatWriter.create();
  }

  private String text(ExpositionFormatWriter writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, metrics.collect());
    // What this very process uses is not the same twice.
    return out.toString(StandardCharsets.UTF_8)
        .replaceAll("(heapcast_server_(cpu|heap)\\w*) [0-9.E+]+", "$1 4.2");
  }
}
