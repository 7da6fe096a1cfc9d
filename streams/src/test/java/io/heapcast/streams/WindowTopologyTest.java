package io.heapcast.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.heapcast.streams.engine.Jvm;
import io.heapcast.streams.engine.StoredStates;
import io.heapcast.streams.v1.EngineState;
import io.heapcast.telemetry.DeadLetter;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.telemetry.v1.ThreadCount;
import io.heapcast.topology.WriteBehindStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTopologyTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String OTHER_ID = "host/5@1700000000";

  private final Settings settings =
      Settings.defaults().with(Map.of(Setting.BOOTSTRAP_SERVERS, "127.0.0.1:1"), "test");
  private final StreamCounts counts = new StreamCounts();
  private final Properties properties = new Properties();
  private final Jvm jvm = new Jvm();
  private TopologyTestDriver driver;

  WindowTopologyTest(@TempDir java.nio.file.Path directory) {
    properties.putAll(WindowStreams.config(settings));
    properties.put("state.dir", directory.toString());
    driver = newDriver();
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private TopologyTestDriver newDriver() {
    return new TopologyTestDriver(WindowTopology.build(settings, counts), properties, NOW);
  }

  private TestInputTopic<byte[], byte[]> telemetry() {
    return driver.createInputTopic(
        Topic.TELEMETRY.name(settings),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        NOW,
        Duration.ZERO);
  }

  private void send(TelemetryBatch.Builder batch) {
    telemetry().pipeInput(batch.getJvmId().getBytes(UTF_8), batch.build().toByteArray());
  }

  private List<KeyValue<String, JvmWindow>> windows() {
    TestOutputTopic<String, JvmWindow> topic =
        driver.createOutputTopic(
            Topic.WINDOWS.name(settings),
            new StringDeserializer(),
            ProtoSerde.of(JvmWindow.getDefaultInstance()));
    return topic.readKeyValuesToList();
  }

  private List<TestRecord<byte[], byte[]>> deadLetters() {
    return driver
        .createOutputTopic(
            Topic.DEAD_LETTERS.name(settings),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private WriteBehindStore store() {
    return (WriteBehindStore) Objects.requireNonNull(driver.getStateStore(WindowTopology.STORE));
  }

  private static String header(TestRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  @Test
  void aClosedWindowIsKeyedByItsJvm() {
    send(jvm.observedUntil(1_000).setInfo(Jvm.info()));
    send(jvm.observedUntil(15_000));
    assertThat(windows())
        .singleElement()
        .satisfies(
            window -> {
              assertThat(window.key).isEqualTo(Jvm.ID);
              assertThat(window.value.getStartTimeMs()).isEqualTo(Jvm.at(0));
              assertThat(window.value.getInfo()).isEqualTo(Jvm.info());
            });
    assertThat(deadLetters()).isEmpty();
    assertThat(counts.batches()).isEqualTo(2);
    assertThat(counts.windows()).isEqualTo(1);
  }

  @Test
  void theWindowsOfTwoJvmsKeepToTheirOwnClocks() {
    Jvm other = new Jvm();
    send(other.observedUntil(1_000).setJvmId(OTHER_ID));
    send(jvm.observedUntil(1_000));
    send(jvm.observedUntil(90_000_000));
    windows();
    send(other.observedUntil(14_999).setJvmId(OTHER_ID));
    assertThat(windows()).isEmpty();
    send(other.observedUntil(15_000).setJvmId(OTHER_ID));
    assertThat(windows()).extracting(window -> window.key).containsExactly(OTHER_ID);
  }

  @Test
  void anUnreadableRecordBecomesADeadLetterUnchangedAndThePipelineGoesOn() {
    byte[] garbage = {(byte) 0xff, 1, 2};
    send(jvm.observedUntil(1_000));
    telemetry().pipeInput(Jvm.ID.getBytes(UTF_8), garbage);
    send(jvm.observedUntil(15_000));
    assertThat(windows()).hasSize(1);
    assertThat(deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.key()).isEqualTo(Jvm.ID.getBytes(UTF_8));
              assertThat(letter.value()).isEqualTo(garbage);
              assertThat(header(letter, "heapcast.topic")).isEqualTo("heapcast.telemetry.v1");
              assertThat(header(letter, "heapcast.partition")).isEqualTo("0");
              assertThat(header(letter, "heapcast.offset")).isEqualTo("1");
              assertThat(header(letter, "heapcast.part")).isEqualTo("streams");
              assertThat(header(letter, "heapcast.reason"))
                  .startsWith("found 3 bytes that are no TelemetryBatch: ");
            });
    assertThat(counts.deadLetters()).isEqualTo(1);
  }

  @Test
  void everyOtherRecordThatIsNoBatchOfItsKeyIsADeadLetterWithItsReason() {
    byte[] batch = jvm.observedUntil(1_000).build().toByteArray();
    byte[] timeless = jvm.observedUntil(0).setObservedUntilMs(0).build().toByteArray();
    byte[] endless = jvm.observedUntil(0).setObservedUntilMs(Long.MAX_VALUE).build().toByteArray();
    byte[] nobody = TelemetryBatch.newBuilder().setJvmId("x").build().toByteArray();
    telemetry().pipeInput(new TestRecord<>(null, batch));
    telemetry().pipeInput(new TestRecord<>(Jvm.ID.getBytes(UTF_8), null));
    telemetry().pipeInput(OTHER_ID.getBytes(UTF_8), batch);
    telemetry().pipeInput("x".getBytes(UTF_8), nobody);
    telemetry().pipeInput(Jvm.ID.getBytes(UTF_8), timeless);
    telemetry().pipeInput(Jvm.ID.getBytes(UTF_8), endless);
    assertThat(deadLetters())
        .extracting(letter -> header(letter, "heapcast.reason"))
        .containsExactly(
            "found no key, expected a jvm id",
            "found no value, expected a TelemetryBatch",
            "found jvm_id 'host/4711@1700000000' under the key 'host/5@1700000000',"
                + " expected the same",
            "key: jvm id: found 'x', expected <host>/<pid>@<start epoch seconds>",
            "found observed_until_ms 0, expected milliseconds since 1970",
            "found observed_until_ms 9223372036854775807, expected milliseconds since 1970");
    assertThat(store().keys()).isEmpty();
  }

  @Test
  void aRecordWithoutATimeIsReadLikeAnyOther() {
    ConsumerRecord<Object, Object> timeless = new ConsumerRecord<>("t", 0, 0, "k", "v");
    assertThat(timeless.timestamp()).isNegative();
    assertThat(WindowTopology.arrivalMs(timeless, -1)).isZero();
  }

  @Test
  void aRecordTooLongForADeadLetterIsCutAndSaysSo() {
    byte[] huge = new byte[1_000_000];
    Arrays.fill(huge, (byte) 0xff);
    telemetry().pipeInput(Jvm.ID.getBytes(UTF_8), huge);
    assertThat(deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.value()).hasSize(DeadLetter.MOST_VALUE_BYTES);
              assertThat(header(letter, "heapcast.reason"))
                  .startsWith("found 1000000 bytes, of which 900000 are kept: ");
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 400_000, 1_000_000})
  void aKeyOfAnyLengthFitsIntoADeadLetter(int length) {
    byte[] huge = new byte[length];
    Arrays.fill(huge, (byte) 0xff);
    telemetry().pipeInput(huge, new byte[900_000]);
    assertThat(deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.key()).hasSize(DeadLetter.MOST_KEY_BYTES);
              assertThat(header(letter, "heapcast.reason"))
                  .isEqualTo(
                      "found a key of %d bytes, expected a jvm id of 1024 at most"
                          .formatted(length));
            });
  }

  @Test
  void whatIsQuotedInADeadLetterIsCut() {
    TelemetryBatch batch = jvm.observedUntil(1_000).setJvmId("x".repeat(500_000)).build();
    telemetry().pipeInput(Jvm.ID.getBytes(UTF_8), batch.toByteArray());
    assertThat(deadLetters())
        .singleElement()
        .satisfies(
            letter ->
                assertThat(header(letter, "heapcast.reason"))
                    .startsWith("found jvm_id 'xxx")
                    .hasSize(DeadLetter.MOST_REASON_CHARS + 1));
  }

  @Test
  void stateThatCannotBeReadIsDroppedAndTheJvmStartsAfreshWithAGap() {
    store().put(Jvm.ID, () -> new byte[] {(byte) 0xff, 1});
    send(jvm.lose(3).observedUntil(1_000).addThreads(threads(500, 6)));
    send(jvm.observedUntil(15_000));
    JvmWindow window = windows().get(0).value;
    assertThat(window.getThreads()).isEqualTo(6);
    assertThat(window.getGaps(0).getReason()).isEqualTo(GapReason.SEQUENCE);
    assertThat(counts.quarantines()).isEqualTo(1);
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void stateOfANewerVersionIsDroppedToo() {
    store().put(Jvm.ID, () -> EngineState.newBuilder().setVersion(99).build().toByteArray());
    send(jvm.observedUntil(1_000));
    assertThat(counts.quarantines()).isEqualTo(1);
    assertThat(store().get(Jvm.ID)).isNotNull();
  }

  @Test
  void stateWhoseWindowsAreNotInLineIsDroppedToo() {
    EngineState astray =
        EngineState.newBuilder()
            .setVersion(1)
            .setSession(77)
            .setNextWindowMs(Long.MIN_VALUE)
            .setObservedUntilMs(Jvm.at(0))
            .build();
    store().put(Jvm.ID, () -> astray.toByteArray());
    send(jvm.observedUntil(1_000));
    assertThat(counts.quarantines()).isEqualTo(1);
  }

  @Test
  void stateThatTheEngineCannotGoOnFromIsDroppedAndTheBatchIsTaken() {
    startWith(
        (engine, batch) -> {
          if (batch.getSeq() == 1 && StoredStates.of(engine).hasSession()) {
            throw new IllegalStateException("cannot go on");
          }
          return engine.accept(batch);
        });
    send(jvm.observedUntil(1_000));
    send(jvm.observedUntil(2_000).addThreads(threads(1_500, 6)));
    send(jvm.observedUntil(15_000));
    assertThat(counts.quarantines()).isEqualTo(1);
    assertThat(deadLetters()).isEmpty();
    assertThat(windows()).singleElement().matches(window -> window.value.getThreads() == 6);
  }

  @Test
  void aBatchThatFailsAlsoAfterAQuarantineIsADeadLetter() {
    startWith(
        (engine, batch) -> {
          if (batch.getSeq() == 1 && engine.nextWindowMs() > 0) {
            throw new IllegalStateException("cannot go on behind a window");
          }
          return engine.accept(batch);
        });
    send(jvm.observedUntil(1_000));
    send(jvm.observedUntil(2_000));
    send(jvm.observedUntil(15_000).addThreads(threads(1_500, 6)));
    assertThat(counts.quarantines()).isEqualTo(1);
    assertThat(deadLetters()).hasSize(1);
    assertThat(windows()).hasSize(1);
  }

  @Test
  void fieldsThatNobodyKnowsAreNotCarriedIntoWindows() {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                999,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFrom(new byte[100_000]))
                    .build())
            .build();
    JvmEnded ended = JvmEnded.newBuilder().setTimeMs(Jvm.at(900)).setUnknownFields(unknown).build();
    send(jvm.observedUntil(1_000).setEnded(ended));
    assertThat(windows())
        .singleElement()
        .matches(window -> window.value.getEnded().getTimeMs() == Jvm.at(900))
        .matches(window -> window.value.getSerializedSize() < 1_000);
  }

  @Test
  void aBatchThatNoEngineCanTakeIsADeadLetterAndTheStateStays() {
    startWith(
        (engine, batch) -> {
          List<JvmWindow> closed = engine.accept(batch);
          if (batch.getSeq() == 1) {
            throw new IllegalStateException("half done");
          }
          return closed;
        });
    send(jvm.observedUntil(1_000).addThreads(threads(500, 6)));
    send(jvm.observedUntil(15_000).addThreads(threads(1_500, 7)));
    send(jvm.observedUntil(15_000));
    assertThat(counts.quarantines()).isZero();
    assertThat(deadLetters())
        .extracting(letter -> header(letter, "heapcast.reason"))
        .containsExactly("found a batch that no engine can take: half done");
    JvmWindow window = windows().get(0).value;
    assertThat(window.getThreads()).isEqualTo(6);
    assertThat(window.getGaps(0).getReason()).isEqualTo(GapReason.SEQUENCE);
  }

  @Test
  void aRestartGoesOnFromTheStore() {
    send(jvm.observedUntil(4_000).setInfo(Jvm.info()).addThreads(threads(3_000, 6)));
    restart();
    send(jvm.observedUntil(15_000));
    JvmWindow window = windows().get(0).value;
    assertThat(window.getThreads()).isEqualTo(6);
    assertThat(window.getInfo()).isEqualTo(Jvm.info());
    assertThat(window.getGapsList()).isEmpty();
  }

  @Test
  void theEndOfAJvmLeavesOnlyWhatDropsRepeats() {
    send(jvm.observedUntil(4_000).setInfo(Jvm.info()));
    send(jvm.observedUntil(5_000).setEnded(Jvm.ended(4_500)));
    assertThat(windows()).singleElement().matches(window -> window.value.hasEnded());
    assertThat(store().get(Jvm.ID)).hasSizeLessThan(40);
    assertThat(store().get(Jvm.ID + "#profile")).isNull();
    send(jvm.newSession().observedUntil(5_000).setEnded(Jvm.ended(4_500)));
    restart();
    send(jvm.newSession().observedUntil(5_000).setEnded(Jvm.ended(4_500)));
    assertThat(windows()).isEmpty();
  }

  @Test
  void theStateOfASilentJvmIsFreedAfterItsOpenWindowsWereEmitted() {
    send(jvm.observedUntil(4_000).addThreads(threads(3_000, 6)));
    driver.advanceWallClockTime(Duration.ofHours(23));
    assertThat(windows()).isEmpty();
    driver.advanceWallClockTime(Duration.ofHours(2));
    assertThat(windows()).singleElement().matches(window -> window.value.getThreads() == 6);
    assertThat(store().keys()).isEmpty();
    assertThat(counts.freedStates()).isEqualTo(1);
  }

  @Test
  void anOutageOfThisPartIsNoSilenceOfAJvm() {
    send(jvm.observedUntil(4_000).addThreads(threads(3_000, 6)));
    Map<String, byte[]> stored = stored();
    driver.close();
    Instant dayAfter = NOW.plus(Duration.ofHours(30));
    driver = new TopologyTestDriver(WindowTopology.build(settings, counts), properties, dayAfter);
    stored.forEach((key, value) -> store().put(key, () -> value));
    driver.advanceWallClockTime(Duration.ofMinutes(9));
    assertThat(store().get(Jvm.ID)).isNotNull();
    telemetry()
        .pipeInput(
            Jvm.ID.getBytes(UTF_8), jvm.observedUntil(15_000).build().toByteArray(), dayAfter);
    assertThat(windows()).singleElement().matches(window -> window.value.getThreads() == 6);
    driver.advanceWallClockTime(Duration.ofMinutes(30));
    assertThat(store().get(Jvm.ID)).isNotNull();
  }

  @Test
  void silentPoisonIsFreedToo() {
    store().put(Jvm.ID, () -> new byte[] {(byte) 0xff, 1});
    driver.advanceWallClockTime(Duration.ofMinutes(11));
    driver.advanceWallClockTime(Duration.ofMinutes(11));
    assertThat(store().keys()).isEmpty();
    assertThat(counts.quarantines()).isEqualTo(1);
  }

  @Test
  void namesAndTopicsArePinnedBecauseTheChangelogIsCalledAfterThem() {
    assertThat(WindowStreams.describe(settings).toString())
        .isEqualTo(
            """
            Topologies:
               Sub-topology: 0
                Source: telemetry (topics: [heapcast.telemetry.v1])
                  --> window-engine
                Processor: window-engine (stores: [window-state])
                  --> dead-letters, windows
                  <-- telemetry
                Sink: dead-letters (topic: heapcast.deadletter.v1)
                  <-- window-engine
                Sink: windows (topic: heapcast.windows.v1)
                  <-- window-engine

            """);
  }

  private static ThreadCount threads(long ms, int active) {
    return ThreadCount.newBuilder().setTimeMs(Jvm.at(ms)).setActive(active).build();
  }

  private void startWith(EngineStore.Step step) {
    driver.close();
    driver = new TopologyTestDriver(WindowTopology.build(settings, counts, step), properties, NOW);
  }

  /** Another process with what the changelog held. */
  private void restart() {
    Map<String, byte[]> stored = stored();
    driver.close();
    driver = newDriver();
    stored.forEach((key, value) -> store().put(key, () -> value));
  }

  private Map<String, byte[]> stored() {
    Map<String, byte[]> stored = new HashMap<>();
    store().keys().forEach(key -> stored.put(key, store().get(key)));
    return stored;
  }
}
