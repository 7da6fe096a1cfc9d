package io.heapcast.cli.broker;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Kafka configuration of the embedded broker: one node, loopback only, small.
 *
 * <p>Disk is bounded so that a laptop never fills: {@value #RETAINED_BYTES_PER_PARTITION} bytes per
 * partition whatever a topic's retention time, at most about 1.5 GB over Heapcast's six topics.
 */
final class BrokerConfig {

  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final int MEBIBYTE = 1 << 20;

  /** 256 MiB: about a day of telemetry of twenty JVMs. */
  static final long RETAINED_BYTES_PER_PARTITION = 256L * MEBIBYTE;

  private BrokerConfig() {}

  static Map<String, String> of(Path logDirectory, int port, int controllerPort) {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("process.roles", "broker,controller");
    config.put("node.id", Integer.toString(NODE_ID));
    // A static quorum: the controller's port may change between starts.
    config.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    config.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d"
            .formatted(port, CONTROLLER_LISTENER, controllerPort));
    config.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    config.put("controller.listener.names", CONTROLLER_LISTENER);
    config.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    config.put("log.dirs", logDirectory.toString());
    config.put("auto.create.topics.enable", "false");
    singleReplicas(config);
    smallInMemory(config);
    smallOnDisk(config);
    // A killed broker's successor is let in only once this has passed: by default 9 s.
    config.put("broker.session.timeout.ms", "4000");
    config.put("broker.heartbeat.interval.ms", "1000");
    // A topology that starts or comes back takes its partitions at once.
    config.put("group.initial.rebalance.delay.ms", "0");
    // A killed producer's transaction is aborted within a second of its timeout.
    config.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    return config;
  }

  private static void singleReplicas(Map<String, String> config) {
    for (String key :
        List.of(
            "offsets.topic.replication.factor",
            "transaction.state.log.replication.factor",
            "transaction.state.log.min.isr",
            "share.coordinator.state.topic.replication.factor",
            "share.coordinator.state.topic.min.isr",
            "default.replication.factor",
            "min.insync.replicas")) {
      config.put(key, "1");
    }
  }

  private static void smallInMemory(Map<String, String> config) {
    config.put("offsets.topic.num.partitions", "2");
    config.put("transaction.state.log.num.partitions", "2");
    config.put("share.coordinator.state.topic.num.partitions", "1");
    config.put("num.network.threads", "2");
    config.put("num.io.threads", "2");
    config.put("background.threads", "2");
    config.put("group.coordinator.threads", "1");
    config.put("share.coordinator.threads", "1");
    config.put("num.recovery.threads.per.data.dir", "1");
    // By default 128 MiB of heap.
    config.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * MEBIBYTE));
    config.put("offsets.load.buffer.size", Integer.toString(MEBIBYTE));
    config.put("transaction.state.log.load.buffer.size", Integer.toString(MEBIBYTE));
  }

  private static void smallOnDisk(Map<String, String> config) {
    config.put("log.retention.bytes", Long.toString(RETAINED_BYTES_PER_PARTITION));
    // Only closed segments are compacted or deleted, so they have to be small too.
    config.put("log.segment.bytes", Integer.toString(16 * MEBIBYTE));
    config.put("log.index.size.max.bytes", Integer.toString(MEBIBYTE));
    config.put("offsets.topic.segment.bytes", Integer.toString(4 * MEBIBYTE));
    config.put("transaction.state.log.segment.bytes", Integer.toString(4 * MEBIBYTE));
    config.put("metadata.log.segment.bytes", Integer.toString(8 * MEBIBYTE)); // the least allowed
    config.put("metadata.max.retention.bytes", Integer.toString(32 * MEBIBYTE));
  }
}
