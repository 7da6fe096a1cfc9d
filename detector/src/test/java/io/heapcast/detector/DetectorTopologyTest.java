package io.heapcast.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.detector.model.JvmDetector;
import io.heapcast.detector.model.LeakingWindows;
import io.heapcast.telemetry.DeadLetter;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.topology.WriteBehindStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorTopologyTest {

  private static final String LEAKING = LeakingWindows.untilDeath().get(0).getInfo().getJvmId();
  private static final String ANOTHER = "host-b/1@1";

  private Instant begin = Instant.parse("2026-11-24T07:00:00Z");
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> windows;
  private TestOutputTopic<String, JvmVerdict> verdicts;
  private TestOutputTopic<String, LeakAlert> alerts;
  private TestOutputTopic<byte[], byte[]> deadLetters;

  @BeforeEach
  void start() {
    Properties config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "unused:1");
    driver = new TopologyTestDriver(DetectorTopology.build(Settings.defaults()), config, begin);
    windows =
        driver.createInputTopic(
            Topic.WINDOWS.name(""), new ByteArraySerializer(), new ByteArraySerializer());
    verdicts =
        driver.createOutputTopic(
            Topic.VERDICTS.name(""),
            new StringDeserializer(),
            ProtoSerde.of(JvmVerdict.getDefaultInstance()));
    alerts =
        driver.createOutputTopic(
            Topic.ALERTS.name(""),
            new StringDeserializer(),
            ProtoSerde.of(LeakAlert.getDefaultInstance()));
    deadLetters =
        driver.createOutputTopic(
            Topic.DEAD_LETTERS.name(""), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void aLeakBecomesVerdictsAndOneAlertThatOutlivesTheJvm() {
    LeakingWindows.untilDeath().forEach(this::send);
    assertThat(verdicts.readValuesToList())
        .anyMatch(verdict -> verdict.getResources(0).getState() == VerdictState.LEAK)
        .allMatch(verdict -> verdict.getResourcesCount() == 5);
    List<LeakAlert> said = alerts.readValuesToList();
    // A steep leak is suspected and concluded at once.
    assertThat(said.get(0).getState()).isIn(AlertState.PENDING, AlertState.FIRING);
    assertThat(said.get(said.size() - 1).getState()).isEqualTo(AlertState.FIRING);
    assertThat(said.stream().map(LeakAlert::getLeakId).distinct()).hasSize(1);
    assertThat(said.get(said.size() - 1).getMembers(0).hasEndedMs()).isTrue();
  }

  /** The whole way from windows: the model, the repartition, the alert. */
  @Test
  void aServiceThatDiesOfItsLeakFiveTimesIsOneAlert() {
    for (int life = 0; life < 5; life++) {
      for (JvmWindow window : LeakingWindows.untilDeath()) {
        send(inLife(life, window));
      }
    }
    List<LeakAlert> said = alerts.readValuesToList();
    assertThat(said.stream().map(LeakAlert::getLeakId).distinct()).hasSize(1);
    LeakAlert last = said.get(said.size() - 1);
    assertThat(last.getState()).isEqualTo(AlertState.FIRING);
    assertThat(last.getEndedLeaking()).isEqualTo(5);
    assertThat(last.getForecastsChecked()).isEqualTo(5);
    assertThat(last.getMembersList())
        .hasSize(5)
        .allMatch(member -> member.getOutcome() == AlertOutcome.OUT_OF_MEMORY_ERROR)
        .allMatch(member -> Math.abs(member.getForecastError().getErrorShare()) < 1);
  }

  /** A later incarnation, which ends with an OutOfMemoryError. */
  private static JvmWindow inLife(int life, JvmWindow window) {
    long laterMs = life * 220_000L;
    JvmWindow.Builder moved = window.toBuilder();
    moved
        .getInfoBuilder()
        .setJvmId("host-a/" + (4711 + life) + "@" + (window.getInfo().getStartTimeMs() + laterMs))
        .setStartTimeMs(window.getInfo().getStartTimeMs() + laterMs);
    moved
        .setStartTimeMs(window.getStartTimeMs() + laterMs)
        .setEndTimeMs(window.getEndTimeMs() + laterMs);
    moved
        .getCollectionsBuilderList()
        .forEach(collection -> collection.setEndTimeMs(collection.getEndTimeMs() + laterMs));
    if (window.hasYoung()) {
      moved
          .getYoungBuilder()
          .setLowestTimeMs(window.getYoung().getLowestTimeMs() + laterMs)
          .setLastTimeMs(window.getYoung().getLastTimeMs() + laterMs);
    }
    if (window.hasEnded()) {
      moved
          .getEndedBuilder()
          .setTimeMs(window.getEnded().getTimeMs() + laterMs)
          .setReason(EndReason.OUT_OF_MEMORY);
    }
    return moved.build();
  }

  @Test
  void theStateOfAnEndedJvmIsFreed() {
    LeakingWindows.untilDeath().forEach(this::send);
    assertThat(store(VerdictProcessor.HOT_STORE).keys()).isEmpty();
    assertThat(store(VerdictProcessor.COLD_STORE).keys()).isEmpty();
  }

  /** However often the detector itself is started again, or its partitions move. */
  @Test
  void theStateOfASilentJvmIsFreedAlsoAcrossRestarts() {
    Duration ttl = Settings.defaults().duration(Setting.STATE_TTL);
    send(LeakingWindows.untilDeath().get(0));
    for (Duration silent = ttl.dividedBy(4);
        silent.compareTo(ttl) < 0;
        silent = silent.plus(ttl.dividedBy(4))) {
      restart(ttl.dividedBy(4));
      assertThat(store(VerdictProcessor.HOT_STORE).keys()).as("%s", silent).hasSize(1);
    }
    restart(ttl.dividedBy(4));
    hearAnotherFor(Duration.ofMinutes(30));
    assertThat(store(VerdictProcessor.HOT_STORE).keys()).containsExactly(ANOTHER);
    assertThat(store(VerdictProcessor.COLD_STORE).keys()).doesNotContain(LEAKING);
  }

  /** Down over a weekend; another JVM is the first that is heard of again. */
  @Test
  void anOutageOfThisPartIsNoSilenceOfAJvm() {
    send(LeakingWindows.untilDeath().get(0));
    restart(Duration.ofHours(60));
    assertThat(store(VerdictProcessor.HOT_STORE).keys()).containsExactly(LEAKING);
    hearAnotherFor(Duration.ofMinutes(10));
    send(LeakingWindows.untilDeath().get(1));
    hearAnotherFor(Duration.ofMinutes(30));
    assertThat(store(VerdictProcessor.HOT_STORE).keys())
        .containsExactlyInAnyOrder(LEAKING, ANOTHER);
  }

  @Test
  void neitherIsOneOfThePartBefore() {
    send(LeakingWindows.untilDeath().get(0));
    for (int hour = 0; hour < 60; hour++) {
      driver.advanceWallClockTime(Duration.ofHours(1));
    }
    hearAnotherFor(Duration.ofMinutes(10));
    assertThat(store(VerdictProcessor.HOT_STORE).keys())
        .containsExactlyInAnyOrder(LEAKING, ANOTHER);
  }

  @Test
  void whereNobodyIsHeardOfTheStateIsKeptThreeTimesAsLong() {
    send(LeakingWindows.untilDeath().get(0));
    driver.advanceWallClockTime(Duration.ofDays(3));
    assertThat(store(VerdictProcessor.HOT_STORE).keys()).hasSize(1);
    driver.advanceWallClockTime(Duration.ofMinutes(10));
    assertThat(store(VerdictProcessor.HOT_STORE).keys()).isEmpty();
  }

  private void hearAnotherFor(Duration time) {
    JvmWindow.Builder another = LeakingWindows.untilDeath().get(0).toBuilder();
    another.getInfoBuilder().setJvmId(ANOTHER);
    for (long minute = 0; minute < time.toMinutes(); minute += 5) {
      send(another.build());
      driver.advanceWallClockTime(Duration.ofMinutes(5));
    }
  }

  /** Another instance goes on with the same stores, so much later. */
  private void restart(Duration later) {
    Map<String, byte[]> hot = content(VerdictProcessor.HOT_STORE);
    Map<String, byte[]> cold = content(VerdictProcessor.COLD_STORE);
    begin = begin.plus(later);
    driver.close();
    start();
    hot.forEach((key, bytes) -> store(VerdictProcessor.HOT_STORE).put(key, () -> bytes));
    cold.forEach((key, bytes) -> store(VerdictProcessor.COLD_STORE).put(key, () -> bytes));
    driver.advanceWallClockTime(Duration.ofMinutes(11));
  }

  private Map<String, byte[]> content(String name) {
    Map<String, byte[]> content = new HashMap<>();
    WriteBehindStore store = store(name);
    store.keys().forEach(key -> content.put(key, store.get(key)));
    return content;
  }

  @Test
  void anUnreadableRecordBecomesADeadLetterAndTheRestGoesOn() {
    windows.pipeInput(bytes("key"), bytes("no window"));
    windows.pipeInput(bytes("key"), new byte[0]);
    LeakingWindows.untilDeath().forEach(this::send);
    List<TestRecord<byte[], byte[]>> letters = deadLetters.readRecordsToList();
    assertThat(letters).hasSize(2);
    assertThat(letters.get(0).getValue()).isEqualTo(bytes("no window"));
    assertThat(letters.get(0).getKey()).isEqualTo(bytes("key"));
    assertThat(header(letters.get(0), "heapcast.topic")).isEqualTo("heapcast.windows.v1");
    assertThat(header(letters.get(0), "heapcast.part")).isEqualTo("detector");
    assertThat(header(letters.get(1), "heapcast.reason")).contains("jvm_id");
    assertThat(alerts.readValuesToList()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 400_000, 1_000_000})
  void aKeyOfAnyLengthFitsIntoADeadLetter(int length) {
    byte[] huge = new byte[length];
    Arrays.fill(huge, (byte) 0xff);
    windows.pipeInput(huge, new byte[900_000]);
    assertThat(deadLetters.readRecordsToList())
        .singleElement()
        .satisfies(letter -> assertThat(letter.key()).hasSize(DeadLetter.MOST_KEY_BYTES))
        .satisfies(letter -> assertThat(letter.value()).hasSize(DeadLetter.MOST_VALUE_BYTES));
  }

  @Test
  void anUnreadableStateStartsThatJvmAfresh() {
    List<JvmWindow> all = LeakingWindows.untilDeath();
    store(VerdictProcessor.HOT_STORE).put(all.get(0).getInfo().getJvmId(), () -> bytes("poison"));
    all.forEach(this::send);
    assertThat(alerts.readValuesToList()).isNotEmpty();
  }

  @Test
  void whatVersionOneKeptInOneStoreIsReadAndDivided() {
    List<JvmWindow> all = LeakingWindows.untilDeath();
    JvmDetector before = new JvmDetector();
    List<JvmVerdict> expected = new ArrayList<>();
    for (JvmWindow window : all) {
      before.accept(window).ifPresent(expected::add);
    }
    JvmDetector half = new JvmDetector();
    all.subList(0, 10).forEach(half::accept);
    String jvmId = all.get(0).getInfo().getJvmId();
    store(VerdictProcessor.HOT_STORE).put(jvmId, () -> half.toState().toByteArray());

    all.subList(10, all.size() - 1).forEach(this::send);
    List<JvmVerdict> found = verdicts.readValuesToList();
    assertThat(found).isNotEmpty();
    assertThat(expected.subList(0, expected.size() - 1)).endsWith(found.toArray(new JvmVerdict[0]));
    assertThat(store(VerdictProcessor.COLD_STORE).keys()).containsExactly(jvmId);
  }

  private WriteBehindStore store(String name) {
    return (WriteBehindStore) Objects.requireNonNull(driver.getStateStore(name));
  }

  private void send(JvmWindow window) {
    windows.pipeInput(bytes(window.getInfo().getJvmId()), window.toByteArray());
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
