package io.heapcast.collector.publish;

import java.util.Map;

/**
 * How delivery stands.
 *
 * @param batches published since the start, dropped ones among them
 * @param queued records that wait in memory
 * @param spoolBytes that wait on disk
 * @param reconnects how often the cluster was given up and connected to anew
 * @param dropped batches by reason, since the start
 */
public record DeliveryStats(
    long batches, int queued, long spoolBytes, long reconnects, Map<String, Long> dropped) {

  public DeliveryStats {
    dropped = Map.copyOf(dropped);
  }
}
