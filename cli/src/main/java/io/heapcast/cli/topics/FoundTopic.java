package io.heapcast.cli.topics;

import java.util.Map;
import java.util.OptionalLong;

/**
 * A topic as it is on the cluster.
 *
 * @param replicas of the partition that has the fewest
 * @param config by Kafka's names, broker defaults included
 * @param bytes on disk, of one replica; empty where the cluster does not tell this user
 * @param records from the first that is still kept to the last; of compacted topics an upper bound
 */
record FoundTopic(
    int partitions, int replicas, Map<String, String> config, OptionalLong bytes, long records) {}
