package io.heapcast.streams;

import io.heapcast.streams.engine.Jvm;
import io.heapcast.streams.engine.RandomTelemetry;
import io.heapcast.streams.engine.SetClock;
import io.heapcast.streams.engine.SkewedClock;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a partition gets of many JVMs, made up from a seed: clocks that are wrong by up to years or
 * are set, collectors that lose, double, re-read and delay, and hosts whose telemetry of an hour
 * comes at once, from the spool, while all others go on.
 */
final class RandomFleet {

  private static final long OUTAGE_MS = Duration.ofHours(1).toMillis();

  /** When the first JVMs are born, by the broker's clock, which is right. */
  static final long BEGIN_MS = Jvm.START_MS;

  /** Both ways. Far from 1970 and from the year 9999, beyond which there are dead letters. */
  private static final long MAX_SKEW_MS = Duration.ofDays(10 * 365).toMillis();

  /**
   * A batch in the topic.
   *
   * @param atMs when it arrived, by the broker's clock: milliseconds since 1970
   */
  record Arrival(long atMs, TelemetryBatch batch) {}

  /**
   * What a collector sends.
   *
   * @param observed with the times at which it happened
   * @param told the same, each with the time that the JVM's clock told then
   */
  private record Delivered(List<TelemetryBatch> observed, List<TelemetryBatch> told) {
    static Delivered asObserved(List<TelemetryBatch> batches) {
      return new Delivered(batches, batches);
    }
  }

  private final Random random;
  private final Map<String, List<TelemetryBatch>> batchesByJvm = new LinkedHashMap<>();
  private final List<Arrival> arrivals = new ArrayList<>();

  /**
   * A fleet.
   *
   * @param jvms that live for seconds or minutes, and are born at any time
   * @param cutOff further ones that live for more than an hour, most of it cut off from the cluster
   */
  RandomFleet(long seed, int jvms, int cutOff) {
    random = new Random(seed);
    for (int i = 0; i < jvms; i++) {
      var history =
          new RandomTelemetry(random.nextLong(), Duration.ofSeconds(5), Duration.ofMinutes(1));
      add(i, delivered(history), random.nextLong(2 * OUTAGE_MS), Long.MAX_VALUE);
    }
    for (int i = jvms; i < jvms + cutOff; i++) {
      var history =
          new RandomTelemetry(random.nextLong(), Duration.ofMinutes(65), Duration.ofMinutes(75));
      add(i, delivered(history), 0, random.nextLong(Duration.ofMinutes(5).toMillis()));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::atMs));
  }

  /** All batches in the order in which the topic holds them. */
  List<TelemetryBatch> inOrderOfArrival() {
    return arrivals.stream().map(Arrival::batch).toList();
  }

  /** The same with their times. */
  List<Arrival> arrivals() {
    return Collections.unmodifiableList(arrivals);
  }

  /** The same by JVM. */
  Map<String, List<TelemetryBatch>> batchesByJvm() {
    return Collections.unmodifiableMap(batchesByJvm);
  }

  private Delivered delivered(RandomTelemetry history) {
    return switch (random.nextInt(5)) {
      case 0 -> Delivered.asObserved(history.withDisorder(random.nextLong()));
      case 1 -> Delivered.asObserved(history.withRestarts(random.nextLong()));
      case 2 -> {
        List<TelemetryBatch> observed = history.withRestarts(random.nextLong());
        yield new Delivered(observed, SetClock.in(observed, random.nextLong()));
      }
      default -> Delivered.asObserved(history.wildly());
    };
  }

  /** One collector keeps the order of a JVM's batches, also of those that it spooled. */
  private void add(int index, Delivered history, long bornMs, long cutOffMs) {
    String jvmId = "host-%d/%d@%d".formatted(index % 50, 1_000 + index, 1_700_000_000L + index);
    SkewedClock clock = new SkewedClock(jvmId, random.nextLong(-MAX_SKEW_MS, MAX_SKEW_MS));
    List<TelemetryBatch> batches = new ArrayList<>();
    long lastMs = 0;
    for (int i = 0; i < history.told().size(); i++) {
      long observedMs = bornMs + history.observed().get(i).getObservedUntilMs() - Jvm.START_MS;
      boolean spooled = observedMs >= cutOffMs && observedMs < cutOffMs + OUTAGE_MS;
      long sentMs = spooled ? cutOffMs + OUTAGE_MS : observedMs;
      lastMs = Math.max(lastMs + 1, sentMs + random.nextInt(500));
      TelemetryBatch batch = clock.of(history.told().get(i));
      batches.add(batch);
      arrivals.add(new Arrival(BEGIN_MS + lastMs, batch));
    }
    batchesByJvm.put(jvmId, batches);
  }
}
