package io.heapcast.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.YoungCollections;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The state of a JVM is bounded whatever it lives through: two days of windows, in which it starts
 * up, serves days and nights, leaks slowly in every resource, is restarted nowhere and has long
 * names.
 */
class StateSizeTest {

  private static final int MOST_HOT_BYTES = 1024;
  private static final int MOST_COLD_BYTES = 16 * 1024;

  private static final long START_MS = 1_790_000_000_000L;
  private static final long MIB = 1 << 20;
  private static final int WINDOWS = 2 * 24 * 360;

  private final Random random = new Random(42);

  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "G1", "Z"})
  void twoDaysFitIntoOneKibHotAndSixteenKibCold(Collector collector) throws Exception {
    RememberedDetector detector = RememberedDetector.restore(null, null);
    int hot = 0;
    int cold = 0;
    int largestVerdict = 0;
    for (int n = 0; n < WINDOWS; n++) {
      largestVerdict =
          Math.max(
              largestVerdict,
              detector
                  .accept(window(collector, n), 1_764_000_000_000L)
                  .map(verdict -> verdict.getSerializedSize())
                  .orElse(0));
      if (n % 50 == 0 || n > WINDOWS - 50) {
        hot = Math.max(hot, detector.hot().length);
        cold = Math.max(cold, detector.cold().length);
      }
    }
    System.out.printf(
        "%s: hot %d B, cold %d B, largest verdict %d B%n", collector, hot, cold, largestVerdict);
    assertThat(largestVerdict).as("it was judged").isPositive();
    assertThat(hot).as("hot").isBetween(1, MOST_HOT_BYTES);
    assertThat(cold).as("cold").isBetween(MOST_HOT_BYTES, MOST_COLD_BYTES);
  }

  private JvmWindow window(Collector collector, int n) {
    long startMs = START_MS + n * 10_000L;
    double day = StrictMath.sin(2 * Math.PI * n / 8_640.0);
    double share = n / (double) WINDOWS;
    long live = (long) ((1_000 + 200 * day + 3_000 * share + 40 * random.nextDouble()) * MIB);
    JvmWindow.Builder window =
        JvmWindow.newBuilder()
            .setInfo(info(collector))
            .setStartTimeMs(startMs)
            .setEndTimeMs(startMs + 10_000)
            .setHeapMaxBytes(4_096 * MIB)
            .setAllocatedBytes((long) ((2 + day) * 500 * MIB))
            .setWorkBytes((long) (n * 1_000.0 * MIB))
            .setThreads(200 + n / 40)
            .setMetaspaceUsedBytes(150 * MIB + n * 2_048L)
            .setMetaspaceLimitBytes(512 * MIB)
            .setClassesLoaded(20_000 + n)
            .setClassesUnloaded(n / 2)
            .setDirectUsedBytes(64 * MIB + n * 4_096L)
            .setDirectLimitBytes(1_024 * MIB)
            .setResidentBytes(live + 1_000 * MIB)
            .setResidentAnonymousBytes(live + 1_000 * MIB)
            .setContainerUsageBytes(live + 1_100 * MIB)
            .setContainerLimitBytes(8_192 * MIB)
            .setYoung(
                YoungCollections.newBuilder()
                    .setCount(5)
                    .setLowestAfterBytes(live + 60 * MIB)
                    .setLowestTimeMs(startMs + 4_000)
                    .setLowestWorkBytes((long) (n * 1_000.0 * MIB)));
    if (n % 30 == 0) {
      window.addCollections(
          Collection.newBuilder()
              .setGcId(n)
              .setEndTimeMs(startMs + 5_000)
              .setKind(collector == Collector.SERIAL ? GcKind.FULL : GcKind.CONCURRENT)
              .setWorkBytes((long) (n * 1_000.0 * MIB))
              .setHeapBeforeBytes(live + 500 * MIB)
              .setHeapAfterBytes(live)
              .setHeapCommittedBytes(4_096 * MIB));
    }
    return window.build();
  }

  private static JvmInfo info(Collector collector) {
    return JvmInfo.newBuilder()
        .setJvmId("checkout-service-canary-7c9f5d6b8-x2x9q/1@" + START_MS / 1_000)
        .setHostName("ip-10-123-45-67.eu-central-1.compute.internal")
        .setProcessPid(1)
        .setStartTimeMs(START_MS)
        .setServiceName("checkout-service-canary")
        .setServiceNameSource(ServiceNameSource.WORKLOAD)
        .setServiceNamespace("payments-and-billing")
        .setServiceVersion("2026.11.28-1234-gdeadbeefcafe")
        .setServiceInstanceId("checkout-service-canary-7c9f5d6b8-x2x9q/1")
        .setDeploymentEnvironmentName("production-eu-central")
        .setContainerId("3f4e8a".repeat(10) + "abcd")
        .putAttributes("k8s.pod.name", "checkout-service-canary-7c9f5d6b8-x2x9q")
        .putAttributes("k8s.namespace.name", "payments-and-billing")
        .putAttributes("k8s.cluster.name", "production-eu-central-1-blue")
        .putAttributes("team", "payments-checkout")
        .setJdkVersion("21.0.5+11-LTS")
        .setJdkVendor("Eclipse Adoptium")
        .setCollector(collector)
        .setMaxHeapBytes(4_096 * MIB)
        .setContainerMemoryLimitBytes(8_192 * MIB)
        .setMainClass("com.example.payments.checkout.CheckoutApplication")
        .build();
  }
}
