package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.telemetry.v1.DataLossReason;
import jdk.jfr.consumer.RecordedEvent;

/** Events that the JVM could not write. */
final class DataLoss implements EventHandler {

  private final Measurements measurements;

  DataLoss(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    measurements
        .batch()
        .addDataLosses(
            io.heapcast.telemetry.v1.DataLoss.newBuilder()
                .setTimeMs(event.getEndTime().toEpochMilli())
                .setReason(DataLossReason.JFR)
                .setAmount(event.getLong("amount")));
  }
}
