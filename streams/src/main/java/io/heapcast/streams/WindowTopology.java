package io.heapcast.streams;

import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.topology.WriteBehindStore;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * Telemetry by JVM → windows by JVM.
 *
 * <pre>
 * telemetry ─► window-engine ─┬─► windows
 *                │            └─► dead-letters
 *           window-state
 * </pre>
 */
final class WindowTopology {

  static final String TELEMETRY = "telemetry";
  static final String ENGINE = "window-engine";
  static final String STORE = "window-state";
  static final String WINDOWS = "windows";
  static final String DEAD_LETTERS = "dead-letters";

  private WindowTopology() {}

  static Topology build(Settings settings, StreamCounts counts) {
    return build(settings, counts, WindowEngine::accept);
  }

  static Topology build(Settings settings, StreamCounts counts, EngineStore.Step step) {
    Duration grace = settings.duration(Setting.WINDOW_GRACE);
    Duration stateTtl = settings.duration(Setting.STATE_TTL);
    return new Topology()
        .addSource(
            AutoOffsetReset.earliest(),
            TELEMETRY,
            WindowTopology::arrivalMs,
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            Topic.TELEMETRY.name(settings))
        .addProcessor(ENGINE, () -> new WindowProcessor(grace, stateTtl, counts, step), TELEMETRY)
        .addStateStore(WriteBehindStore.builder(STORE), ENGINE)
        .addSink(
            WINDOWS,
            Topic.WINDOWS.name(settings),
            new StringSerializer(),
            ProtoSerde.of(JvmWindow.getDefaultInstance()),
            ENGINE)
        .addSink(
            DEAD_LETTERS,
            Topic.DEAD_LETTERS.name(settings),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            ENGINE);
  }

  /** Only tells how long state was not needed: a record without a time is no reason to stop. */
  static long arrivalMs(ConsumerRecord<Object, Object> record, long partitionTimeMs) {
    return Math.max(0, record.timestamp());
  }
}
