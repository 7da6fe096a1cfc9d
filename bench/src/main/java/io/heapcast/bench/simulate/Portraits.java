package io.heapcast.bench.simulate;

import io.heapcast.cli.analyze.RecordedJvm;
import io.heapcast.cli.analyze.gclog.GcLogs;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the habits of the simulated collectors, and below those in the GC logs given. */
public final class Portraits {

  private static final double LEAK_BYTES_PER_SECOND = 6_000 * 1_024;
  private static final double DEFAULT_HEAP_BYTES = 256 << 20;

  private Portraits() {}

  /**
   * Prints to standard output.
   *
   * @param args GC logs of real JVMs with {@code -Xmx256m}; none: the simulated ones alone
   */
  public static void main(String[] args) throws IOException {
    System.out.println(CollectorPortrait.HEADER);
    for (double leak : new double[] {0, LEAK_BYTES_PER_SECOND}) {
      for (Collector collector : CollectorPortrait.collectors()) {
        System.out.println(
            simulated(collector, leak)
                .line(
                    "simulated %s %s"
                        .formatted(
                            collector.name().toLowerCase(Locale.ROOT), leak > 0 ? "leak" : "")));
      }
    }
    for (String log : args) {
      Path file = Path.of(log);
      for (RecordedJvm jvm : GcLogs.open(List.of(file))) {
        System.out.println(recorded(jvm).line(file.getFileName().toString()));
      }
    }
  }

  static CollectorPortrait simulated(Collector collector, double leakBytesPerSecond) {
    String jdk = collector == Collector.Z_GENERATIONAL ? "25" : "17";
    JvmPlan plan = CollectorPortrait.reference(collector, jdk, leakBytesPerSecond);
    CollectorPortrait.Painter painter = new CollectorPortrait.Painter(plan.heapBytes, collector);
    JvmInfo info = JvmInfo.newBuilder().setJvmId("sim/1@1").setServiceName("reference").build();
    new SimulatedJvm(plan, info, Dice.of(1, "portrait"), painter::accept).run();
    return painter.paint();
  }

  private static CollectorPortrait recorded(RecordedJvm jvm) throws IOException {
    Collector[] collector = {Collector.COLLECTOR_UNSPECIFIED};
    List<TelemetryBatch> batches = new ArrayList<>();
    jvm.read(
        batch -> {
          if (batch.hasInfo()) {
            collector[0] = batch.getInfo().getCollector();
          }
          batches.add(batch);
        },
        bytes -> {});
    CollectorPortrait.Painter painter =
        new CollectorPortrait.Painter(DEFAULT_HEAP_BYTES, collector[0]);
    batches.forEach(painter::accept);
    return painter.paint();
  }
}
