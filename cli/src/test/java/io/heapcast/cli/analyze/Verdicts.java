package io.heapcast.cli.analyze;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.Knot;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Analyses as they come out of real files. */
final class Verdicts {

  static final long MIB = 1 << 20;
  static final Instant START = Instant.parse("2026-05-01T14:02:11Z");
  static final Instant END = Instant.parse("2026-05-01T14:12:04.250Z");

  private static final long START_MS = START.toEpochMilli();

  private Verdicts() {}

  static Analysis of(ResourceVerdict heap) {
    return new Analysis(
        SourceKind.JFR,
        List.of(Path.of("soak.jfr")),
        START,
        END,
        JvmInfo.newBuilder()
            .setJvmId("soak/4711@1777644120")
            .setProcessPid(4711)
            .setServiceName("cart")
            .setMainClass("com.acme.Cart")
            .setJdkVersion("17.0.15")
            .setCollector(Collector.G1)
            .setMaxHeapBytes(128 * MIB)
            .build(),
        Instant.parse("2026-05-01T14:12:00Z"),
        List.of(
            heap,
            unknown(Resource.METASPACE),
            unknown(Resource.THREADS),
            unknown(Resource.DIRECT),
            unknown(Resource.NATIVE)),
        List.of("This JDK does not record resident memory: native memory stays unknown."));
  }

  /** Flat at 30 MiB for two minutes, then up to 90 MiB. */
  static ResourceVerdict leak() {
    ResourceVerdict.Builder heap =
        ResourceVerdict.newBuilder()
            .setResource(Resource.HEAP)
            .setState(VerdictState.LEAK)
            .setProbability(0.973456789)
            .setAlertTimeMs(START_MS + 300_000)
            .setInflectionMs(START_MS + 120_000)
            .setInflectionLowMs(START_MS + 110_000)
            .setInflectionHighMs(START_MS + 130_500)
            .setGrowthPerHour(450.0 * MIB)
            .setGrowthPerHourLow(440.0 * MIB)
            .setGrowthPerHourHigh(462.0 * MIB)
            .setExhaustionP10S(280)
            .setExhaustionP50S(300)
            .setExhaustionP90S(360)
            .setLevel(90.0 * MIB)
            .setLimit(128.0 * MIB)
            .setRefutedBy("a live set below 48.0 MiB after an old collection")
            .addReasonsFor(reason("growth", "live set up 60.0 MiB over 24 floors, z 8.1"))
            .addReasonsFor(reason("keeps-pace", "younger half grows at 98 % of the older's pace"))
            .addReasonsAgainst(reason("rose-before", "it was already rising before"));
    for (int i = 0; i <= 30; i++) {
      double mib = i < 6 ? 30 : 30 + (i - 6) * 2.5;
      heap.addKnots(Knot.newBuilder().setTimeMs(START_MS + i * 20_000L).setValue(mib * MIB));
    }
    return heap.build();
  }

  static ResourceVerdict unknown(Resource resource) {
    return ResourceVerdict.newBuilder()
        .setResource(resource)
        .setState(VerdictState.UNKNOWN)
        .addReasonsAgainst(reason("not-judged", "this version judges the heap only"))
        .build();
  }

  private static Reason reason(String code, String text) {
    return Reason.newBuilder().setCode(code).setText(text).build();
  }
}
