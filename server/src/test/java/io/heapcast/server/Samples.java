package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.ClassAllocation;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.Severity;
import io.heapcast.telemetry.v1.SiteAllocation;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.WatchState;
import io.heapcast.telemetry.v1.YoungCollections;
import java.time.Duration;
import java.time.Instant;

/** A leaking checkout service on a winter morning, record by record. */
final class Samples {

  static final String NOW = "2026-11-24T07:32:00Z";
  static final Instant AS_OF = Instant.parse("2026-11-24T07:31:50Z");
  static final double MIB = 1024 * 1024;

  private Samples() {}

  static long ms(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  /** {@code web-<n>/4711}, started at 06:00 UTC. */
  static JvmInfo.Builder info(int n) {
    long startMs = ms("2026-11-24T06:00:00Z");
    return JvmInfo.newBuilder()
        .setJvmId("web-" + n + "/4711@" + startMs / 1000)
        .setHostName("web-" + n)
        .setProcessPid(4711)
        .setStartTimeMs(startMs)
        .setServiceName("checkout")
        .setServiceVersion("1.4.2")
        .setServiceInstanceId("web-" + n + "/4711")
        .setDeploymentEnvironmentName("prod")
        .setJdkVersion("17.0.15")
        .setCollector(Collector.G1);
  }

  static JvmStatus.Builder status(JvmInfo info, WatchState state) {
    return JvmStatus.newBuilder().setInfo(info).setState(state).setAsOfMs(AS_OF.toEpochMilli());
  }

  /** Leaks 120 MiB/h since 07:02; 42 min are left. */
  static ResourceVerdict.Builder leak() {
    return ResourceVerdict.newBuilder()
        .setResource(Resource.HEAP)
        .setState(VerdictState.LEAK)
        .setProbability(0.97)
        .setInflectionMs(ms("2026-11-24T07:02:00Z"))
        .setInflectionLowMs(ms("2026-11-24T06:55:00Z"))
        .setInflectionHighMs(ms("2026-11-24T07:06:00Z"))
        .setGrowthPerHour(120 * MIB)
        .setGrowthPerHourLow(95 * MIB)
        .setGrowthPerHourHigh(160 * MIB)
        .setGrowthPerAllocatedByte(0.0084)
        .setExhaustionP10S(31 * 60 + 10)
        .setExhaustionP50S(42 * 60 + 10)
        .setExhaustionP90S(65 * 60 + 10)
        .setLevel(428 * MIB)
        .setLimit(512 * MIB)
        .setTrend(429.5 * MIB)
        .addReasonsFor(reason("growth", "live set up 60.0 MiB over 7 floors, z 5.2"))
        .addReasonsFor(
            reason("shape-harmful", "98 % of the weight is on shapes that end at the limit"))
        .addReasonsAgainst(reason("little-progress", "only 40 % of the free space is used up yet"))
        .setRefutedBy("a live set below 368.0 MiB after an old collection");
  }

  static JvmVerdict.Builder verdict(JvmInfo info, ResourceVerdict verdict) {
    return JvmVerdict.newBuilder()
        .setInfo(info)
        .setAsOfMs(AS_OF.toEpochMilli())
        .addResources(verdict);
  }

  /** The window of 10 s that ends so many windows after 07:31:50. */
  static JvmWindow.Builder window(JvmInfo info, int n) {
    long endMs = AS_OF.plus(Duration.ofSeconds(10).multipliedBy(n)).toEpochMilli();
    return JvmWindow.newBuilder()
        .setInfo(info)
        .setStartTimeMs(endMs - 10_000)
        .setEndTimeMs(endMs)
        .addGcTotals(totals(GcKind.YOUNG, 3, 30_000))
        .addGcTotals(totals(GcKind.MIXED, 1, 12_500))
        .addCollections(
            Collection.newBuilder()
                .setKind(GcKind.MIXED)
                .setEndTimeMs(endMs - 5_000)
                .setHeapAfterBytes((long) (431 * MIB)))
        .setYoung(
            YoungCollections.newBuilder()
                .setCount(3)
                .setLastTimeMs(endMs - 1_000)
                .setLastAfterBytes((long) (440 * MIB)))
        .setAllocatedBytes((long) (100 * MIB))
        .setHeapUsedBytes((long) (450 * MIB))
        .setHeapCommittedBytes((long) (512 * MIB))
        .setHeapMaxBytes((long) (512 * MIB))
        .setThreads(42)
        .setMetaspaceUsedBytes((long) (64 * MIB))
        .setMetaspaceLimitBytes((long) (256 * MIB))
        .setClassesLoaded(9_100)
        .setClassesUnloaded(100)
        .setDirectUsedBytes((long) (8 * MIB))
        .setResidentBytes((long) (700 * MIB))
        .setContainerUsageBytes((long) (720 * MIB))
        .setContainerLimitBytes((long) (1024 * MIB))
        .addTopClasses(
            ClassAllocation.newBuilder().setClassName("byte[]").setWeightBytes((long) (60 * MIB)))
        .addTopSites(
            SiteAllocation.newBuilder()
                .setClassName("byte[]")
                .addFrames("shop.Cart.add(Cart.java:42)")
                .setWeightBytes((long) (40 * MIB)))
        .addTopSites(
            SiteAllocation.newBuilder()
                .setClassName("byte[]")
                .addFrames("shop.Cart.add(Cart.java:42)")
                .addFrames("shop.Checkout.pay(Checkout.java:7)")
                .setWeightBytes((long) (10 * MIB)));
  }

  static GcTotals totals(GcKind kind, int count, long pauseMicros) {
    return GcTotals.newBuilder().setKind(kind).setCount(count).setPauseUs(pauseMicros).build();
  }

  static AlertMember.Builder member(int n, ResourceVerdict verdict) {
    return AlertMember.newBuilder()
        .setInfo(info(n))
        .setVerdict(verdict)
        .setAsOfMs(AS_OF.toEpochMilli())
        .setForecastP10Ms(ms("2026-11-24T08:03:00Z"))
        .setForecastP50Ms(ms("2026-11-24T08:14:00Z"))
        .setForecastP90Ms(ms("2026-11-24T08:37:00Z"));
  }

  /** Fires since 07:20 UTC; without members. */
  static LeakAlert.Builder alert() {
    return LeakAlert.newBuilder()
        .setLeakId("prod/checkout/heap@1795505400")
        .setScope(
            AlertScope.newBuilder()
                .setDeploymentEnvironmentName("prod")
                .setServiceName("checkout")
                .setResource(Resource.HEAP))
        .setState(AlertState.FIRING)
        .setSeverity(Severity.CRITICAL)
        .setStartedMs(ms("2026-11-24T07:20:00Z"))
        .setUpdatedMs(AS_OF.toEpochMilli())
        .setInstancesSeen(3);
  }

  private static Reason reason(String code, String text) {
    return Reason.newBuilder().setCode(code).setText(text).build();
  }
}
