package io.heapcast.cli.broker;

import io.heapcast.telemetry.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * One of the brokers, and controllers, of a small cluster on the loopback address, as operators run
 * it: three replicas of everything, two of which must be in sync. The embedded broker is always
 * alone.
 */
public final class ClusterNode {

  private static final String CLUSTER_ID = "aGVhcGNhc3QtY2x1c3Rlcg";

  private ClusterNode() {}

  /**
   * So many ports, comma separated, that were free a moment ago: below those that systems give to
   * outgoing connections, of which nodes that look for each other make many.
   */
  public static String freePorts(int count) {
    return new Random()
        .ints(20_000, 30_000)
        .distinct()
        .filter(ClusterNode::isFree)
        .limit(count)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(","));
  }

  /**
   * Arguments: data directory, number of this node from 1 on, ports of all brokers, ports of all
   * controllers. Prints its address when it serves.
   */
  public static void main(String[] args) throws Exception {
    Path data = Files.createDirectories(Path.of(args[0]));
    int node = Integer.parseInt(args[1]);
    String[] ports = args[2].split(",", -1);
    String[] controllerPorts = args[3].split(",", -1);
    format(data, node);
    Map<String, String> config =
        BrokerConfig.of(
            data, Integer.parseInt(ports[node - 1]), Integer.parseInt(controllerPorts[node - 1]));
    StringJoiner voters = new StringJoiner(",");
    for (int i = 0; i < controllerPorts.length; i++) {
      voters.add((i + 1) + "@127.0.0.1:" + controllerPorts[i]);
    }
    config.put("node.id", Integer.toString(node));
    config.put("controller.quorum.voters", voters.toString());
    config.replaceAll(
        (key, value) ->
            key.endsWith("replication.factor")
                ? "3"
                : key.endsWith("min.isr") || key.equals("min.insync.replicas") ? "2" : value);
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config), Time.SYSTEM);
    server.startup();
    System.out.println("127.0.0.1:" + ports[node - 1]);
    new CountDownLatch(1).await();
  }

  private static boolean isFree(int port) {
    try {
      FreePorts.requireFree(port);
      return true;
    } catch (UserError e) {
      return false;
    }
  }

  private static void format(Path data, int node) throws Exception {
    new Formatter()
        .setNodeId(node)
        .setClusterId(CLUSTER_ID)
        .setControllerListenerName(BrokerConfig.CONTROLLER_LISTENER)
        .setMetadataLogDirectory(data.toString())
        .addDirectory(data.toString())
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setIgnoreFormatted(true)
        .setPrintStream(System.err)
        .run();
  }
}
