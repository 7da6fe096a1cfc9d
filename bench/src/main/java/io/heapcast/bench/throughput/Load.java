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
 * What lies in the telemetry topic before anything is measured.
 *
 * @param records batches
 * @param bytes of their values, not compressed
 */
record Load(long records, long bytes) {

  static Load write(Settings settings, Replays fleet) {
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
