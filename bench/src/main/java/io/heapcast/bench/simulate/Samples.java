package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.NameDef;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * A few allocation samples, of classes that every service has. They are the same whether something
 * leaks or not: names are no evidence.
 */
final class Samples {

  private static final double PERIOD_MS = 60_000;
  private static final double[] SHARES = {0.4, 0.25, 0.15, 0.12, 0.08};

  private final List<NameDef> names = new ArrayList<>();
  private final Dice dice;
  private double nextMs;
  private double lastAllocated;

  Samples(String service, Dice dice) {
    this.dice = dice;
    String root = "com.example." + service + ".";
    List<String> all =
        List.of(
            "byte[]",
            "java.lang.String",
            "java.util.HashMap$Node",
            "java.lang.Object[]",
            root + "Order",
            "java.util.Arrays.copyOf(Arrays.java:3537)",
            "java.util.HashMap.newNode(HashMap.java:1901)",
            root + "Requests.handle(Requests.java:74)",
            root + "Responses.write(Responses.java:118)");
    for (int i = 0; i < all.size(); i++) {
      names.add(NameDef.newBuilder().setId(i + 1).setName(all.get(i)).build());
    }
  }

  List<NameDef> names() {
    return names;
  }

  void take(TelemetryBatch.Builder batch, long nowMs, double allocated) {
    if (nowMs < nextMs || allocated <= lastAllocated) {
      return;
    }
    double weight = allocated - lastAllocated;
    int classIndex = dice.below(SHARES.length);
    batch
        .addAllocationSamplesBuilder()
        .setTimeMs(nowMs)
        .setClassId(classIndex + 1)
        .addFrameIds(6 + dice.below(2))
        .addFrameIds(8 + dice.below(2))
        .setCount(1 + dice.below(20))
        .setWeightBytes((long) (weight * SHARES[classIndex]));
    lastAllocated = allocated;
    nextMs = nowMs + PERIOD_MS;
  }
}
