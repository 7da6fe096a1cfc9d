package io.heapcast.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.detector.alert.SaidOfJvm;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.EvidenceRequest;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.Severity;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.topology.WriteBehindStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertStageTest {

  private Instant begin = Instant.parse("2026-11-24T07:00:00Z");
  private TopologyTestDriver driver;
  private TestInputTopic<String, JvmVerdict> verdicts;
  private TestOutputTopic<String, LeakAlert> alerts;
  private TestOutputTopic<String, OutOfMemory> ends;
  private TestOutputTopic<String, EvidenceRequest> requests;

  @BeforeEach
  void start() {
    Settings settings = Settings.defaults();
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(WriteBehindStore.builder(AlertProcessor.STORE));
    ProtoSerde<JvmVerdict> serde = ProtoSerde.of(JvmVerdict.getDefaultInstance());
    AlertStage.add(builder.stream("verdicts", Consumed.with(Serdes.String(), serde)), settings);
    Properties config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "unused:1");
    driver = new TopologyTestDriver(builder.build(), config, begin);
    verdicts = driver.createInputTopic("verdicts", new StringSerializer(), serde);
    alerts = output(Topic.ALERTS, LeakAlert.getDefaultInstance());
    ends = output(Topic.OUT_OF_MEMORY, OutOfMemory.getDefaultInstance());
    requests = output(Topic.EVIDENCE_REQUESTS, EvidenceRequest.getDefaultInstance());
  }

  private <M extends com.google.protobuf.MessageLite> TestOutputTopic<String, M> output(
      Topic topic, M prototype) {
    return driver.createOutputTopic(
        topic.name(""), new StringDeserializer(), ProtoSerde.of(prototype));
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  /** Caught ten minutes after each start, dead five minutes later, up again after one. */
  @Test
  void aServiceThatDiesOfItsLeakFiveTimesIsOneAlertThatEndsWithTheFix() {
    for (int life = 0; life < 5; life++) {
      SaidOfJvm jvm = SaidOfJvm.of("cart-" + life, life * 16).version("1.4.2");
      send(jvm.heap(jvm.startMinute() + 5, VerdictState.UNKNOWN));
      send(jvm.heap(jvm.startMinute() + 8, VerdictState.LEAK_SUSPECTED));
      send(jvm.heap(jvm.startMinute() + 10, VerdictState.LEAK));
      send(jvm.ended(jvm.startMinute() + 15, VerdictState.LEAK, EndReason.OUT_OF_MEMORY));
    }
    SaidOfJvm fixed = SaidOfJvm.of("cart-5", 80).version("1.4.3");
    send(fixed.heap(85, VerdictState.HEALTHY));
    send(fixed.heap(91, VerdictState.HEALTHY));

    List<LeakAlert> said = alerts.readValuesToList();
    assertThat(ids(said)).hasSize(1);
    assertThat(said.stream().filter(alert -> alert.getState() == AlertState.RESOLVED)).hasSize(1);
    LeakAlert closed = said.get(said.size() - 1);
    assertThat(closed.getOutcome()).isEqualTo(AlertOutcome.FIXED);
    assertThat(closed.getEndedLeaking()).isEqualTo(5);
    assertThat(closed.getMembersList())
        .hasSize(5)
        .allMatch(member -> member.getOutcome() == AlertOutcome.OUT_OF_MEMORY_ERROR)
        .allMatch(member -> member.getForecastError().getErrorShare() == 11.0)
        .noneMatch(member -> member.getForecastError().getWithinInterval());
    assertThat(closed.getForecastsChecked()).isEqualTo(5);
    assertThat(closed.getForecastsWithin()).isZero();
    assertThat(ends.readValuesToList())
        .hasSize(5)
        .allMatch(end -> end.getLeakId().equals(closed.getLeakId()))
        .allMatch(end -> end.getResource() == Resource.HEAP);
  }

  @Test
  void fortyReplicasOfTwoVersionsOneLeakingAreOneAlertOfThatVersion() {
    for (int minute = 2; minute <= 14; minute += 4) {
      for (int i = 0; i < 40; i++) {
        boolean leaking = i % 2 == 1;
        SaidOfJvm jvm = SaidOfJvm.of("cart-" + i, 0).version(leaking ? "1.4.2" : "1.4.1");
        boolean caught = leaking && minute >= 10;
        send(jvm.heap(minute, caught ? VerdictState.LEAK : VerdictState.HEALTHY));
      }
    }
    List<LeakAlert> said = alerts.readValuesToList();
    assertThat(ids(said)).hasSize(1);
    LeakAlert alert = said.get(said.size() - 1);
    assertThat(alert.getMembersList())
        .hasSize(20)
        .extracting(member -> member.getInfo().getServiceVersion())
        .containsOnly("1.4.2");
    assertThat(alert.getInstancesSeen()).isEqualTo(40);
    assertThat(alert.getInstancesLeaking()).isEqualTo(20);
    assertThat(alert.getInstancesComparable()).isEqualTo(40);
    assertThat(alert.getVersionsList())
        .extracting(v -> v.getServiceVersion() + " " + v.getInstances() + " " + v.getLeaked())
        .containsExactlyInAnyOrder("1.4.1 20 0", "1.4.2 20 20");
    assertThat(alert.getProbability()).isGreaterThan(0.97);
    assertThat(alert.getSeverity()).as("half of the replicas").isEqualTo(Severity.CRITICAL);
    assertThat(said.get(0).getSeverity())
        .as("one of forty was no reason to wake anybody")
        .isEqualTo(Severity.WARNING);
  }

  @Test
  void aRestartWithAFixedVersionClosesAsFixed() {
    SaidOfJvm broken = SaidOfJvm.of("cart-0", 0).version("1.4.2");
    send(broken.heap(10, VerdictState.LEAK));
    send(broken.ended(12, VerdictState.LEAK, EndReason.SHUTDOWN));
    send(SaidOfJvm.of("cart-1", 12).version("1.4.3").heap(23, VerdictState.HEALTHY));
    assertThat(last().getOutcome()).isEqualTo(AlertOutcome.FIXED);
  }

  @Test
  void aWithdrawnLeakClosesAsRefuted() {
    SaidOfJvm jvm = SaidOfJvm.of("cart-0", 0);
    send(jvm.heap(10, VerdictState.LEAK));
    send(jvm.heap(20, VerdictState.CACHE_FILLING));
    assertThat(last().getOutcome()).isEqualTo(AlertOutcome.REFUTED);
  }

  @Test
  void anOutOfMemoryErrorWithoutAlertIsListed() {
    SaidOfJvm jvm = SaidOfJvm.of("cart-0", 0);
    send(jvm.heap(10, VerdictState.LIMIT_TOO_SMALL));
    send(jvm.ended(30, VerdictState.LIMIT_TOO_SMALL, EndReason.OUT_OF_MEMORY));
    OutOfMemory end = ends.readValue();
    assertThat(end.hasLeakId()).isFalse();
    assertThat(end.getInfo().getJvmId()).isEqualTo("cart-0");
    assertThat(end.getTimeMs()).isEqualTo(30 * SaidOfJvm.MINUTE);
    assertThat(end.getOutcome()).isEqualTo(AlertOutcome.OUT_OF_MEMORY_ERROR);
    assertThat(alerts.isEmpty()).isTrue();
  }

  @Test
  void aPendingAlertForesawNothing() {
    SaidOfJvm jvm = SaidOfJvm.of("cart-0", 0);
    send(jvm.heap(10, VerdictState.LEAK_SUSPECTED));
    send(jvm.ended(11, VerdictState.LEAK_SUSPECTED, EndReason.OUT_OF_MEMORY));
    assertThat(ends.readValue().hasLeakId()).isFalse();
    assertThat(last().getState()).isEqualTo(AlertState.PENDING);
  }

  @Test
  void twoLeakingResourcesAreTwoAlerts() {
    SaidOfJvm jvm = SaidOfJvm.of("cart-0", 0);
    verdicts.pipeInput(
        "cart-0",
        jvm.at(10)
            .addResources(jvm.resource(Resource.HEAP, 10, VerdictState.LEAK))
            .addResources(jvm.resource(Resource.THREADS, 10, VerdictState.LEAK))
            .build());
    assertThat(ids(alerts.readValuesToList()))
        .containsExactly(
            "///cart/heap@1970-01-01T00:10:00Z", "///cart/threads@1970-01-01T00:10:00Z");
    assertThat(requests.readValuesToList())
        .extracting(EvidenceRequest::getResource)
        .containsExactly(Resource.HEAP, Resource.THREADS);
  }

  @Test
  void doubtfulNamesAreNeverMerged() {
    for (String jvmId : List.of("a", "b")) {
      JvmVerdict.Builder verdict =
          SaidOfJvm.of(jvmId, 0).service("app").heap(10, VerdictState.LEAK).toBuilder();
      verdict.getInfoBuilder().setServiceNameSource(ServiceNameSource.DOUBTFUL);
      verdicts.pipeInput(jvmId, verdict.build());
    }
    List<LeakAlert> said = alerts.readValuesToList();
    assertThat(ids(said)).hasSize(2);
    assertThat(said)
        .extracting(alert -> alert.getMembersList().stream().map(AlertMember::getInfo).count())
        .containsOnly(1L);
  }

  @Test
  void aServiceThatLeftIsForgottenAndItsAlertEnds() {
    send(SaidOfJvm.of("cart-0", 0).heap(10, VerdictState.LEAK));
    send(SaidOfJvm.of("menu-0", 0).service("menu").heap(10, VerdictState.HEALTHY));
    driver.advanceWallClockTime(Duration.ofDays(1));
    hearAnotherFor(Duration.ofMinutes(30));
    assertThat(last().getOutcome()).isEqualTo(AlertOutcome.SILENT);
    assertThat(store().keys()).allMatch(key -> key.contains("another"));
  }

  @Test
  void anOutageOfThisPartIsNoSilenceOfAJvm() {
    send(SaidOfJvm.of("cart-0", 0).heap(10, VerdictState.LEAK));
    assertThat(last().getState()).isEqualTo(AlertState.FIRING);
    Map<String, byte[]> stored = new HashMap<>();
    store().keys().forEach(key -> stored.put(key, store().get(key)));
    begin = begin.plus(Duration.ofHours(60));
    driver.close();
    start();
    stored.forEach((key, bytes) -> store().put(key, () -> bytes));
    driver.advanceWallClockTime(Duration.ofMinutes(11));
    hearAnotherFor(Duration.ofMinutes(10));
    send(SaidOfJvm.of("cart-0", 0).heap(11, VerdictState.LEAK));
    hearAnotherFor(Duration.ofMinutes(30));
    assertThat(alerts.readValuesToList()).noneMatch(a -> a.getState() == AlertState.RESOLVED);
    assertThat(store().keys()).anyMatch(key -> key.contains("cart"));
  }

  @Test
  void whereNobodyIsHeardOfAnAlertIsKeptThreeTimesAsLong() {
    send(SaidOfJvm.of("cart-0", 0).heap(10, VerdictState.LEAK));
    driver.advanceWallClockTime(Duration.ofDays(3));
    assertThat(last().getState()).isEqualTo(AlertState.FIRING);
    driver.advanceWallClockTime(Duration.ofMinutes(10));
    assertThat(last().getOutcome()).isEqualTo(AlertOutcome.SILENT);
    assertThat(store().keys()).isEmpty();
  }

  private void hearAnotherFor(Duration time) {
    for (long minute = 0; minute < time.toMinutes(); minute += 5) {
      send(SaidOfJvm.of("another-0", 0).service("another").heap(10, VerdictState.HEALTHY));
      driver.advanceWallClockTime(Duration.ofMinutes(5));
    }
  }

  @Test
  void anUnreadableStateStartsThatScopeAfresh() {
    store().put("///cart/heap", () -> new byte[] {1, 2, 3});
    send(SaidOfJvm.of("cart-0", 0).heap(10, VerdictState.LEAK));
    assertThat(last().getState()).isEqualTo(AlertState.FIRING);
  }

  private WriteBehindStore store() {
    return (WriteBehindStore) Objects.requireNonNull(driver.getStateStore(AlertProcessor.STORE));
  }

  private void send(JvmVerdict verdict) {
    verdicts.pipeInput(verdict.getInfo().getJvmId(), verdict);
  }

  private LeakAlert last() {
    List<LeakAlert> said = alerts.readValuesToList();
    assertThat(said).isNotEmpty();
    return said.get(said.size() - 1);
  }

  private static Set<String> ids(List<LeakAlert> alerts) {
    Set<String> ids = new LinkedHashSet<>();
    alerts.forEach(alert -> ids.add(alert.getLeakId()));
    return ids;
  }
}
