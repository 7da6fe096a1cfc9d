package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.OutOfMemory;
import io.heapcast.telemetry.v1.WatchState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each topic has one partition; what is at offsets below 10 was there before the server. */
final class FleetReaderTest {

  private static final long START_END = 10;
  private static final Set<Topic> READ =
      Set.of(
          Topic.JVMS,
          Topic.VERDICTS,
          Topic.WINDOWS,
          Topic.ALERTS,
          Topic.OUT_OF_MEMORY,
          Topic.FEEDBACK,
          Topic.DEAD_LETTERS);

  private final Settings settings =
      Settings.defaults().with(Map.of(Setting.PREFIX, "test."), "test");
  private final ManualClock clock = new ManualClock(Samples.NOW, "UTC");
  private final Consumer consumer = new Consumer();
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final Fleet fleet = new Fleet(Duration.ofHours(24));
  private final ServerStats stats = new ServerStats();
  private final Health health = new Health(stats, clock);
  private final List<AlertChange> changes = new ArrayList<>();
  private final List<String> caughtUp = new ArrayList<>();
  private final FleetReader reader =
      new FleetReader(
          consumer,
          settings,
          fleet,
          new FleetFeed(
              fleet,
              new DeadLetters(
                  producer,
                  Topic.DEAD_LETTERS.name(settings),
                  Set.of("test.heapcast.windows.v1"),
                  stats),
              changes::add),
          health,
          stats,
          () -> caughtUp.add("caught up with " + fleet.alerts().size() + " alerts"),
          clock);
  private final JvmInfo info = Samples.info(1).build();

  @BeforeEach
  void partitions() {
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Topic topic : READ) {
      String name = topic.name(settings);
      Node node = new Node(1, "127.0.0.1", 9092);
      consumer.updatePartitions(
          name, List.of(new PartitionInfo(name, 0, node, new Node[] {node}, new Node[] {node})));
      beginnings.put(partition(topic), 2L);
      ends.put(partition(topic), START_END);
    }
    consumer.updateBeginningOffsets(beginnings);
    consumer.updateEndOffsets(ends);
  }

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void compactedTopicsAreReadFromTheBeginningAndWindowsFromTheLastMinutes() {
    reader.seek();

    assertThat(consumer.position(partition(Topic.JVMS))).isEqualTo(2);
    assertThat(consumer.position(partition(Topic.VERDICTS))).isEqualTo(2);
    assertThat(consumer.position(partition(Topic.ALERTS))).isEqualTo(2);
    assertThat(consumer.position(partition(Topic.WINDOWS))).isEqualTo(7);
    assertThat(consumer.position(partition(Topic.DEAD_LETTERS))).isEqualTo(START_END);
    assertThat(consumer.askedForMs).isEqualTo(clock.millis() - 5 * 60_000);
  }

  @Test
  void whereNoWindowIsRecentReadingBeginsAtTheEnd() {
    consumer.windowsSince = null;

    reader.seek();

    assertThat(consumer.position(partition(Topic.WINDOWS))).isEqualTo(START_END);
  }

  @Test
  void everyTopicFillsTheFleet() {
    reader.seek();
    add(Topic.JVMS, 9, info.getJvmId(), Samples.status(info, WatchState.WATCHED).build());
    add(Topic.VERDICTS, 9, info.getJvmId(), Samples.verdict(info, Samples.leak().build()).build());
    add(Topic.WINDOWS, 9, info.getJvmId(), Samples.window(info, 0).build());
    add(Topic.ALERTS, 9, Samples.alert().getLeakId(), Samples.alert().build());
    add(Topic.OUT_OF_MEMORY, 9, info.getJvmId(), OutOfMemory.newBuilder().setInfo(info).build());
    reader.readOnce();

    assertThat(fleet.outOfMemory()).hasSize(1);
    assertThat(fleet.jvms()).hasSize(1);
    assertThat(fleet.verdicts()).hasSize(1);
    assertThat(fleet.lastWindow(info.getJvmId())).isPresent();
    assertThat(fleet.alerts()).hasSize(1);
    assertThat(stats.lastRecordMs()).isEqualTo(clock.millis());
  }

  @Test
  void untilFeedbackHasBeenReadToItsEndNoAlertIsAnnouncedThoughItCameLive() {
    reader.seek();
    for (Topic topic :
        List.of(Topic.JVMS, Topic.VERDICTS, Topic.WINDOWS, Topic.ALERTS, Topic.OUT_OF_MEMORY)) {
      consumer.seek(partition(topic), START_END);
    }
    add(Topic.ALERTS, 10, Samples.alert().getLeakId(), Samples.alert().build());
    reader.readOnce();
    assertThat(caughtUp).isEmpty();
    assertThat(changes).isEmpty();

    consumer.seek(partition(Topic.FEEDBACK), START_END);
    reader.readOnce();
    assertThat(caughtUp).containsExactly("caught up with 1 alerts");
    assertThat(changes).isEmpty();
    add(
        Topic.ALERTS,
        11,
        Samples.alert().getLeakId(),
        Samples.alert().setState(AlertState.RESOLVED).build());
    reader.readOnce();
    assertThat(changes).singleElement().satisfies(c -> assertThat(c.resolves()).isTrue());
  }

  @Test
  void onlyWhatCameAfterTheStartIsAnnounced() {
    reader.seek();
    for (Topic topic :
        List.of(Topic.JVMS, Topic.VERDICTS, Topic.WINDOWS, Topic.OUT_OF_MEMORY, Topic.FEEDBACK)) {
      consumer.seek(partition(topic), START_END);
    }
    add(Topic.ALERTS, 9, Samples.alert().getLeakId(), Samples.alert().build());
    reader.readOnce();
    assertThat(changes).isEmpty();

    add(
        Topic.ALERTS,
        10,
        Samples.alert().getLeakId(),
        Samples.alert().setState(AlertState.RESOLVED).build());
    reader.readOnce();
    assertThat(changes).singleElement().satisfies(c -> assertThat(c.resolves()).isTrue());
    assertThat(changes.get(0).before()).isEqualTo(AlertState.FIRING);
  }

  @Test
  void catchingUpIsToldOnceAndMakesHealthy() {
    reader.seek();
    for (Topic topic :
        List.of(Topic.JVMS, Topic.VERDICTS, Topic.WINDOWS, Topic.OUT_OF_MEMORY, Topic.FEEDBACK)) {
      consumer.seek(partition(topic), START_END);
    }
    reader.readOnce();
    assertThat(caughtUp).isEmpty();
    assertThat(health.report().healthy()).isFalse();

    add(Topic.ALERTS, 9, Samples.alert().getLeakId(), Samples.alert().build());
    reader.readOnce();
    reader.readOnce();
    assertThat(caughtUp).containsExactly("caught up with 1 alerts");
    assertThat(health.report().healthy()).isTrue();
  }

  @Test
  void anUnreadableRecordGoesToTheDeadLettersAndReadingGoesOn() {
    reader.seek();
    byte[] broken = {(byte) 0xff, 1, 2};
    addBytes(Topic.WINDOWS, 10, info.getJvmId(), broken);
    add(Topic.WINDOWS, 11, info.getJvmId(), Samples.window(info, 0).build());
    reader.readOnce();

    assertThat(fleet.lastWindow(info.getJvmId())).isPresent();
    assertThat(producer.history())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.topic()).isEqualTo("test.heapcast.deadletter.v1");
              assertThat(letter.value()).isEqualTo(broken);
              assertThat(letter.key()).isEqualTo(bytes(info.getJvmId()));
              assertThat(header(letter.headers().lastHeader("heapcast.topic")))
                  .isEqualTo("test.heapcast.windows.v1");
              assertThat(header(letter.headers().lastHeader("heapcast.offset"))).isEqualTo("10");
              assertThat(header(letter.headers().lastHeader("heapcast.part"))).isEqualTo("server");
              assertThat(header(letter.headers().lastHeader("heapcast.reason")))
                  .contains("JvmWindow");
            });
    assertThat(deadLetterCount("test.heapcast.windows.v1", "server")).isEqualTo(2);
  }

  @Test
  void aRecordUnderAnotherKeyIsUnreadable() {
    reader.seek();
    add(Topic.JVMS, 10, "web-9/1@1", Samples.status(info, WatchState.WATCHED).build());
    add(Topic.ALERTS, 10, "", Samples.alert().clearLeakId().build());
    reader.readOnce();

    assertThat(fleet.jvms()).isEmpty();
    assertThat(producer.history())
        .extracting(letter -> header(letter.headers().lastHeader("heapcast.reason")))
        .anySatisfy(
            reason ->
                assertThat(reason)
                    .contains("jvm id '" + info.getJvmId() + "' under key 'web-9/1@1'"))
        .anySatisfy(reason -> assertThat(reason).contains("leak id ''"));
  }

  @Test
  void deadLettersOfOtherPartsAreCountedByPart() {
    reader.seek();
    addLetter(10, "detector", "test.heapcast.windows.v1");
    addLetter(11, "server", "test.heapcast.windows.v1");
    addLetter(12, "nobody", "surprise");
    reader.readOnce();

    assertThat(deadLetterCount("test.heapcast.windows.v1", "detector")).isEqualTo(2);
    assertThat(deadLetterCount("test.heapcast.windows.v1", "server")).isEqualTo(1);
    assertThat(deadLetterCount("other", "other")).isEqualTo(2);
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void aDeletedRecordIsForgotten() {
    reader.seek();
    add(Topic.JVMS, 8, info.getJvmId(), Samples.status(info, WatchState.WATCHED).build());
    add(Topic.ALERTS, 8, Samples.alert().getLeakId(), Samples.alert().build());
    reader.readOnce();
    addBytes(Topic.JVMS, 10, info.getJvmId(), null);
    addBytes(Topic.ALERTS, 10, Samples.alert().getLeakId(), null);
    reader.readOnce();

    assertThat(fleet.jvms()).isEmpty();
    assertThat(fleet.alerts()).isEmpty();
  }

  @Test
  void aFailureOfTheClusterIsUnhealthyUntilItAnswersAgain() {
    consumer.setOffsetsException(new KafkaException("broker is away"));
    reader.start();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(health.report().words())
                    .startsWith("not consuming: Kafka does not answer for < 1 s (broker is away)"));

    consumer.setOffsetsException(null);
    consumer.atEnd = true;
    Awaitility.await().untilAsserted(() -> assertThat(health.report().healthy()).isTrue());
    assertThat(health.report().words()).isEqualTo("consuming, 0 records behind, no record yet");

    reader.close();
    assertThat(consumer.closed()).isTrue();
    assertThat(health.report().words()).startsWith("not consuming: stopped");
  }

  /** How many there are with one more. */
  private long deadLetterCount(String topic, String part) {
    return stats.deadLetter(topic, part);
  }

  private TopicPartition partition(Topic topic) {
    return new TopicPartition(topic.name(settings), 0);
  }

  private void add(Topic topic, long offset, String key, MessageLite value) {
    addBytes(topic, offset, key, value.toByteArray());
  }

  private void addBytes(Topic topic, long offset, String key, byte @Nullable [] value) {
    consumer.addRecord(record(topic, offset, bytes(key), value, new RecordHeaders()));
  }

  private void addLetter(long offset, String part, String from) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("heapcast.part", bytes(part));
    headers.add("heapcast.topic", bytes(from));
    consumer.addRecord(record(Topic.DEAD_LETTERS, offset, bytes("key"), bytes("?"), headers));
  }

  private ConsumerRecord<byte[], byte[]> record(
      Topic topic, long offset, byte[] key, byte @Nullable [] value, RecordHeaders headers) {
    return new ConsumerRecord<>(
        topic.name(settings),
        0,
        offset,
        clock.millis(),
        TimestampType.LOG_APPEND_TIME,
        key.length,
        value == null ? -1 : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String header(org.apache.kafka.common.header.Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  /** Kafka's own mock, with the question for a time that it lacks. */
  private static final class Consumer extends MockConsumer<byte[], byte[]> {

    @Nullable Long windowsSince = 7L;
    long askedForMs;
    volatile boolean atEnd;

    Consumer() {
      super("earliest");
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
      times.forEach(
          (partition, ms) -> {
            askedForMs = ms;
            found.put(
                partition, windowsSince == null ? null : new OffsetAndTimestamp(windowsSince, ms));
          });
      return found;
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      super.seek(partition, atEnd ? START_END : offset);
    }
  }
}
