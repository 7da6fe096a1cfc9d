package io.heapcast.server.remotewrite;

import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmWindow;

/** Windows of {@code web-1/4711}. */
final class Windows {

  static final long FIRST_END_MS = 1_764_000_000_000L;

  private Windows() {}

  /** The n-th window of 10 s; its values hold n. */
  static JvmWindow.Builder window(long firstEndMs, int n) {
    long endMs = firstEndMs + 10_000L * n;
    return JvmWindow.newBuilder()
        .setInfo(
            JvmInfo.newBuilder()
                .setJvmId("web-1/4711@1700000000")
                .setServiceName("checkout")
                .setServiceInstanceId("web-1/4711"))
        .setStartTimeMs(endMs - 10_000)
        .setEndTimeMs(endMs)
        .setThreads(100 + n)
        .addCollections(
            Collection.newBuilder().setEndTimeMs(endMs - 1).setHeapAfterBytes(1_000 + n))
        .addGcTotals(GcTotals.newBuilder().setKind(GcKind.OLD).setCount(1).setPauseUs(2_500));
  }
}
