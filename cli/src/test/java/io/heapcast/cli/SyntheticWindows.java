package io.heapcast.cli;

import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.ServiceNameSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Windows of many replicas of some services, one per replica and ten seconds of event time. In
 * every fourth service all replicas leak, die of it and start again; the others are healthy. Not
 * thread-safe.
 */
final class SyntheticWindows {

  private static final double MIB = 1 << 20;
  private static final double LIMIT_MIB = 256;
  private static final long START_MS = 1_790_000_000_000L;
  private static final int WINDOW_MS = 10_000;

  /** Collections of the whole heap in a window. */
  private static final int CLEANINGS = 2;

  /** A leaking JVM is flat for so many windows, then grows until it dies in its last one. */
  private static final int FLAT = 12;

  private static final int LIFE = 48;

  private static final int REPLICAS = 5;

  private final int replicas;
  private final Map<String, List<JvmWindow>> windowsByJvm = new LinkedHashMap<>();
  private int step;

  SyntheticWindows(int replicas) {
    this.replicas = replicas;
  }

  /** The next window of each replica. */
  List<JvmWindow> next() {
    List<JvmWindow> windows = new ArrayList<>();
    for (int replica = 0; replica < replicas; replica++) {
      windows.add(add(window(replica)));
    }
    step++;
    return windows;
  }

  /** Everything so far, in order. */
  Map<String, List<JvmWindow>> windowsByJvm() {
    return windowsByJvm;
  }

  private JvmWindow add(JvmWindow window) {
    windowsByJvm.computeIfAbsent(window.getInfo().getJvmId(), id -> new ArrayList<>()).add(window);
    return window;
  }

  private JvmWindow window(int replica) {
    boolean leaks = replica / REPLICAS % 4 == 0;
    int age = leaks ? (step + replica) % LIFE : step;
    // Replicas die at different times; the first life of most is cut short at its begin.
    int bornAt = step - age;
    long startMs = START_MS + (long) step * WINDOW_MS + replica;
    JvmWindow.Builder window =
        JvmWindow.newBuilder()
            .setInfo(info(replica, START_MS + (long) bornAt * WINDOW_MS))
            .setStartTimeMs(startMs)
            .setEndTimeMs(startMs + WINDOW_MS)
            .setHeapMaxBytes((long) (LIMIT_MIB * MIB))
            .setWorkBytes((long) ((step + 1) * 400 * MIB));
    for (int i = 0; i < CLEANINGS; i++) {
      double cleanedAt = age + (i + 0.5) / CLEANINGS;
      double liveMib = 50 + (leaks ? Math.max(0, cleanedAt - FLAT) * 5.6 : 0);
      window.addCollections(
          Collection.newBuilder()
              .setGcId(step * CLEANINGS + i)
              .setEndTimeMs(startMs + (long) ((i + 0.5) / CLEANINGS * WINDOW_MS))
              .setKind(GcKind.FULL)
              .setWorkBytes((long) ((step + (i + 0.5) / CLEANINGS) * 400 * MIB))
              .setHeapAfterBytes((long) ((liveMib + noise(replica, i)) * MIB)));
    }
    if (leaks && age == LIFE - 1) {
      window.setEnded(
          JvmEnded.newBuilder()
              .setTimeMs(startMs + WINDOW_MS - 1)
              .setReason(EndReason.OUT_OF_MEMORY)
              .setDetail("java.lang.OutOfMemoryError: Java heap space"));
    }
    return window.build();
  }

  /** Under one percent of the limit, and the same in every run. */
  private double noise(int replica, int cleaning) {
    return ((replica * 31 + step * 17 + cleaning * 7) % 10) / 10.0;
  }

  private static JvmInfo info(int replica, long bornMs) {
    JvmId id = new JvmId("host-" + replica % 10, 1_000 + replica, bornMs / 1_000);
    return JvmInfo.newBuilder()
        .setJvmId(id.toString())
        .setStartTimeMs(bornMs)
        .setServiceName("service-" + replica / REPLICAS)
        .setServiceNameSource(ServiceNameSource.CONFIGURED)
        .setServiceInstanceId(id.instance())
        .setServiceVersion("1.4.2")
        .setCollector(Collector.PARALLEL)
        .build();
  }
}
