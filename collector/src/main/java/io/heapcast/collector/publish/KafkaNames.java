package io.heapcast.collector.publish;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * In the jar that runs alone Kafka's packages have another name, so that the agent never meets the
 * application's own Kafka client. Class names in the operator's configuration, such as those of
 * login modules, are Kafka's own and are rewritten here.
 */
public final class KafkaNames {

  /** Put together here: the jar's build renames constants too. */
  private static final String ORIGINAL = String.join(".", "org", "apache", "kafka") + ".";

  private static final String PRESENT =
      KafkaProducer.class.getPackageName().replaceFirst("clients\\.producer$", "");

  private KafkaNames() {}

  /** The configuration with class names as they are in this process. */
  public static Map<String, Object> present(Map<String, Object> config) {
    return renamed(config, PRESENT);
  }

  static Map<String, Object> renamed(Map<String, Object> config, String present) {
    Map<String, Object> renamed = new LinkedHashMap<>();
    config.forEach(
        (key, value) ->
            renamed.put(
                key, value instanceof String text ? text.replace(ORIGINAL, present) : value));
    return renamed;
  }
}
