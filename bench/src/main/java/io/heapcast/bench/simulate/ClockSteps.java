package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * The host's clock is set now and then, forward or back, by a minute or by hours.
 *
 * @param meanSeconds from one step to the next
 */
record ClockSteps(double meanSeconds) implements Disturbance {

  private static final double LEAST_STEP_SECONDS = 90;
  private static final double MOST_STEP_SECONDS = 10_800;

  @Override
  public Consumer<TelemetryBatch> to(Consumer<TelemetryBatch> sink, Dice dice) {
    return new Consumer<>() {
      private long offsetMs;
      private long nextMs;

      @Override
      public void accept(TelemetryBatch batch) {
        long nowMs = batch.getObservedUntilMs();
        if (nextMs == 0) {
          nextMs = nowMs + pause(dice);
        } else if (nowMs >= nextMs) {
          nextMs = nowMs + pause(dice);
          double seconds = dice.logBetween(LEAST_STEP_SECONDS, MOST_STEP_SECONDS);
          long stepMs = (long) (seconds * 1_000);
          offsetMs += dice.chance(0.5) ? stepMs : -stepMs;
        }
        sink.accept(Times.moved(batch, ms -> ms + offsetMs));
      }
    };
  }

  private long pause(Dice dice) {
    return (long) (1_000 * meanSeconds * dice.between(0.6, 1.4));
  }

  /** The times of a batch, all of them. */
  private static final class Times {

    private Times() {}

    static TelemetryBatch moved(TelemetryBatch batch, LongUnaryOperator by) {
      TelemetryBatch.Builder moved = batch.toBuilder();
      moved.setObservedUntilMs(by.applyAsLong(batch.getObservedUntilMs()));
      moved
          .getGcCyclesBuilderList()
          .forEach(it -> it.setEndTimeMs(by.applyAsLong(it.getEndTimeMs())));
      moved.getHeapLimitsBuilderList().forEach(it -> it.setTimeMs(by.applyAsLong(it.getTimeMs())));
      moved
          .getAllocatedBuilderList()
          .forEach(
              it ->
                  it.setFromTimeMs(by.applyAsLong(it.getFromTimeMs()))
                      .setTimeMs(by.applyAsLong(it.getTimeMs())));
      moved
          .getAllocationSamplesBuilderList()
          .forEach(it -> it.setTimeMs(by.applyAsLong(it.getTimeMs())));
      moved.getThreadsBuilderList().forEach(it -> it.setTimeMs(by.applyAsLong(it.getTimeMs())));
      moved.getMetaspaceBuilderList().forEach(it -> it.setTimeMs(by.applyAsLong(it.getTimeMs())));
      moved.getClassesBuilderList().forEach(it -> it.setTimeMs(by.applyAsLong(it.getTimeMs())));
      moved
          .getDirectBuffersBuilderList()
          .forEach(it -> it.setTimeMs(by.applyAsLong(it.getTimeMs())));
      moved
          .getResidentSetsBuilderList()
          .forEach(it -> it.setTimeMs(by.applyAsLong(it.getTimeMs())));
      moved
          .getContainerMemoryBuilderList()
          .forEach(it -> it.setTimeMs(by.applyAsLong(it.getTimeMs())));
      if (moved.hasEnded()) {
        moved.getEndedBuilder().setTimeMs(by.applyAsLong(batch.getEnded().getTimeMs()));
      }
      return moved.build();
    }
  }
}
