package io.heapcast.detector;

import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.topology.WriteBehindStore;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Windows by JVM → verdicts by JVM → alerts by service, in one application and one transaction.
 *
 * <pre>
 * windows ─► judge ─┬─► verdicts
 *                   ├─► {@link AlertStage}
 *                   └─► dead letters
 * </pre>
 */
final class DetectorTopology {

  private static final String BRANCH = "judged-";
  private static final String VERDICT = "verdict";
  private static final String UNREADABLE = "unreadable";

  private DetectorTopology() {}

  static Topology build(Settings settings) {
    StreamsBuilder builder = new StreamsBuilder();
    Duration stateTtl = settings.duration(Setting.STATE_TTL);
    builder.addStateStore(WriteBehindStore.builder(VerdictProcessor.HOT_STORE));
    builder.addStateStore(WriteBehindStore.builder(VerdictProcessor.COLD_STORE));
    builder.addStateStore(WriteBehindStore.builder(AlertProcessor.STORE));

    Map<String, KStream<String, Judged>> judged =
        builder.stream(Topic.WINDOWS.name(settings), bytesConsumed())
            .process(
                () -> new VerdictProcessor(stateTtl),
                Named.as("judge"),
                VerdictProcessor.HOT_STORE,
                VerdictProcessor.COLD_STORE)
            .split(Named.as(BRANCH))
            .branch((key, value) -> value instanceof Judged.Verdict, Branched.as(VERDICT))
            .defaultBranch(Branched.as(UNREADABLE));

    KStream<String, JvmVerdict> verdicts =
        branch(judged, VERDICT)
            .mapValues(value -> ((Judged.Verdict) value).verdict(), Named.as("verdict-value"));
    verdicts.to(
        Topic.VERDICTS.name(settings),
        Produced.with(Serdes.String(), verdictSerde()).withName("verdicts"));
    AlertStage.add(verdicts, settings);
    branch(judged, UNREADABLE)
        .map(
            (key, value) -> {
              Judged.Unreadable unreadable = (Judged.Unreadable) value;
              return KeyValue.pair(unreadable.key(), unreadable.value());
            },
            Named.as("dead-letter-value"))
        .to(
            Topic.DEAD_LETTERS.name(settings),
            Produced.with(Serdes.Bytes(), Serdes.Bytes()).withName("dead-letters"));
    return builder.build();
  }

  private static KStream<String, Judged> branch(
      Map<String, KStream<String, Judged>> branches, String name) {
    KStream<String, Judged> branch = branches.get(BRANCH + name);
    if (branch == null) {
      throw new IllegalStateException("no branch " + name);
    }
    return branch;
  }

  private static Consumed<byte[], byte[]> bytesConsumed() {
    return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("windows");
  }

  private static ProtoSerde<JvmVerdict> verdictSerde() {
    return ProtoSerde.of(JvmVerdict.getDefaultInstance());
  }
}
