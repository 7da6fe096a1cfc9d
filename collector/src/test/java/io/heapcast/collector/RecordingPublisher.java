package io.heapcast.collector;

import io.heapcast.collector.publish.DeliveryStats;
import io.heapcast.collector.publish.Position;
import io.heapcast.collector.publish.Publisher;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Keeps what is published. */
final class RecordingPublisher implements Publisher {

  private final List<TelemetryBatch> batches = new CopyOnWriteArrayList<>();
  private final List<JvmStatus> statuses = new CopyOnWriteArrayList<>();
  private final List<String> withdrawn = new CopyOnWriteArrayList<>();

  @Override
  public void publish(TelemetryBatch batch) {
    batches.add(batch);
  }

  @Override
  public void publish(JvmStatus status) {
    statuses.add(status);
  }

  @Override
  public void withdraw(String jvmId) {
    withdrawn.add(jvmId);
  }

  @Override
  public long takeDropped(String jvmId) {
    return 0;
  }

  @Override
  public Optional<Position> position(String instance, Instant processStart) {
    return Optional.empty();
  }

  @Override
  public DeliveryStats stats() {
    return new DeliveryStats(0, 0, 0, 0, Map.of());
  }

  @Override
  public void close() {}

  List<TelemetryBatch> batches() {
    return batches;
  }

  List<JvmStatus> statuses() {
    return statuses;
  }

  List<String> withdrawn() {
    return withdrawn;
  }

  List<GcCycle> gcCycles() {
    return all(TelemetryBatch::getGcCyclesList);
  }

  <M> List<M> all(Function<TelemetryBatch, List<M>> measurements) {
    return batches.stream().flatMap(batch -> measurements.apply(batch).stream()).toList();
  }

  Optional<TelemetryBatch> last() {
    return batches.isEmpty() ? Optional.empty() : Optional.of(batches.get(batches.size() - 1));
  }

  Optional<JvmStatus> lastStatus() {
    return statuses.isEmpty() ? Optional.empty() : Optional.of(statuses.get(statuses.size() - 1));
  }
}
