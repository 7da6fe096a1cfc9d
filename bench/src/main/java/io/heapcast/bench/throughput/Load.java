package io.heapcast.bench.throughput;

import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Batches in the telemetry topic, all of them or some.
 *
 * @param records batches
 * @param bytes of their values, not compressed
 */
record Load(long records, long bytes) {

  Load plus(Load more) {
    return new Load(records + more.records, bytes + more.bytes);
  }

  double bytesEach() {
    return bytes / (double) records;
  }

  /** Some seconds of a fleet, as {@link Replays#play}. */
  static Load write(Settings settings, Replays fleet, int from, int until) {
    Map<String, Object> client = settings.kafkaClient();
    client.put("compression.type", "zstd");
    client.put("batch.size", 65_536);
    client.put("linger.ms", 50);
    AtomicReference<Exception> failed = new AtomicReference<>();
    long[] written = new long[2];
    try (var producer =
        new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
      String topic = Topic.TELEMETRY.name(settings);
      fleet.play(
          from,
          until,
          batch -> {
            byte[] value = batch.toByteArray();
            written[0]++;
            written[1] += value.length;
            var unused =
                producer.send(
                    new ProducerRecord<>(topic, batch.getJvmId(), value),
                    (sent, failure) -> failed.compareAndSet(null, failure));
          });
      producer.flush();
    }
    Exception failure = failed.get();
    if (failure != null) {
      throw new IllegalStateException("telemetry could not be written", failure);
    }
    return new Load(written[0], written[1]);
  }
}
