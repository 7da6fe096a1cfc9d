package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.telemetry.v1.OldGenerationUse;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Use of one heap pool between collections; of the old generation it is kept (JDK 21 and newer).
 */
final class GCHeapMemoryPoolUsage implements EventHandler {

  private static final Set<String> OLD_GENERATIONS =
      Set.of("Tenured Gen", "PS Old Gen", "G1 Old Gen", "ZGC Old Generation", "Shenandoah Old Gen");

  private final Measurements measurements;

  GCHeapMemoryPoolUsage(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    if (OLD_GENERATIONS.contains(Fields.text(event, "name"))) {
      measurements
          .batch()
          .addOldGeneration(
              OldGenerationUse.newBuilder()
                  .setTimeMs(event.getEndTime().toEpochMilli())
                  .setUsedBytes(event.getLong("used")));
    }
  }
}
