package io.heapcast.cli;

import io.heapcast.server.Human;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.WatchState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JVMs of a host as a table: worst first, then by process id.
 *
 * <pre>
 *   PID   SERVICE   JDK      GC        WATCH    LIVE SET            STATE    FULL IN
 *   4711  checkout  17.0.15  G1        watched  61 MiB of 128 MiB   leak     12 min (9 min to 18 min)
 *   4712  search    25.0.3   Parallel  refused: attach is disabled (-XX:+DisableAttachMechanism) …
 * </pre>
 */
final class FleetTable {

  private static final String[] HEADER = {
    "PID", "SERVICE", "JDK", "GC", "WATCH", "LIVE SET", "STATE", "FULL IN"
  };

  private static final int MOST_SERVICE_CHARACTERS = 32;

  /** What a cell shows when nothing is known. */
  private static final String ABSENT = "-";

  private FleetTable() {}

  /**
   * Draws the table.
   *
   * @param jvms what the collector found
   * @param verdicts of any JVMs
   * @return header and rows, without line ends; empty when there is no JVM
   */
  static List<String> lines(List<JvmStatus> jvms, List<JvmVerdict> verdicts) {
    Map<String, ResourceVerdict> heapByJvm = heapByJvm(verdicts);
    List<JvmStatus> sorted = new ArrayList<>(jvms);
    sorted.removeIf(jvm -> jvm.getState() == WatchState.ENDED);
    sorted.sort(
        Comparator.comparingInt((JvmStatus jvm) -> -severity(heapByJvm.get(id(jvm))))
            .thenComparingLong(jvm -> jvm.getInfo().getProcessPid()));
    if (sorted.isEmpty()) {
      return List.of();
    }
    List<String[]> rows = new ArrayList<>();
    rows.add(HEADER);
    sorted.forEach(jvm -> rows.add(row(jvm, heapByJvm.get(id(jvm)))));
    return aligned(rows);
  }

  /**
   * What a reader would call news of each JVM, by jvm id: watched or not, and its state; no sizes.
   */
  static Map<String, String> news(List<JvmStatus> jvms, List<JvmVerdict> verdicts) {
    Map<String, ResourceVerdict> heapByJvm = heapByJvm(verdicts);
    Map<String, String> news = new TreeMap<>();
    for (JvmStatus jvm : jvms) {
      ResourceVerdict heap = heapByJvm.get(id(jvm));
      VerdictState state = heap == null ? VerdictState.UNKNOWN : heap.getState();
      news.put(id(jvm), jvm.getState() + " " + jvm.getReasonCode() + " " + state);
    }
    return news;
  }

  private static Map<String, ResourceVerdict> heapByJvm(List<JvmVerdict> verdicts) {
    Map<String, ResourceVerdict> heapByJvm = new HashMap<>();
    for (JvmVerdict verdict : verdicts) {
      for (ResourceVerdict resource : verdict.getResourcesList()) {
        if (resource.getResource() == Resource.HEAP) {
          heapByJvm.put(verdict.getInfo().getJvmId(), resource);
        }
      }
    }
    return heapByJvm;
  }

  private static String id(JvmStatus jvm) {
    return jvm.getInfo().getJvmId();
  }

  private static int severity(@Nullable ResourceVerdict heap) {
    return heap == null ? 0 : heap.getState().getNumber();
  }

  private static String[] row(JvmStatus jvm, @Nullable ResourceVerdict heap) {
    JvmInfo info = jvm.getInfo();
    String pid = Long.toString(info.getProcessPid());
    String jdk = info.hasJdkVersion() ? info.getJdkVersion() : ABSENT;
    String watch = jvm.getState().name().toLowerCase(Locale.ROOT);
    if (jvm.getState() == WatchState.REFUSED) {
      return new String[] {
        pid, service(info), jdk, collector(info), watch + ": " + jvm.getReason()
      };
    }
    if (heap == null) {
      return new String[] {
        pid, service(info), jdk, collector(info), watch, ABSENT, "no window yet", ABSENT
      };
    }
    return new String[] {
      pid, service(info), jdk, collector(info), watch, liveSet(heap), state(heap), exhaustion(heap)
    };
  }

  private static String service(JvmInfo info) {
    String name = info.getServiceName().isEmpty() ? ABSENT : info.getServiceName();
    return name.length() <= MOST_SERVICE_CHARACTERS
        ? name
        : name.substring(0, MOST_SERVICE_CHARACTERS - 1) + "…";
  }

  private static String collector(JvmInfo info) {
    return switch (info.getCollector()) {
      case SERIAL -> "Serial";
      case PARALLEL -> "Parallel";
      case G1 -> "G1";
      case Z -> "ZGC";
      case Z_GENERATIONAL -> "ZGC gen.";
      case SHENANDOAH -> "Shenandoah";
      case SHENANDOAH_GENERATIONAL -> "Shenandoah gen.";
      case EPSILON -> "Epsilon";
      case COLLECTOR_UNSPECIFIED, UNRECOGNIZED -> ABSENT;
    };
  }

  private static String liveSet(ResourceVerdict heap) {
    if (!heap.hasLevel()) {
      return ABSENT;
    }
    String level = Human.bytes(heap.getLevel());
    return heap.hasLimit() ? level + " of " + Human.bytes(heap.getLimit()) : level;
  }

  /** The state, and why not more is known yet. */
  private static String state(ResourceVerdict heap) {
    String state = heap.getState().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String judgeability = heap.getJudgeability().getText();
    boolean open =
        heap.getState() == VerdictState.UNKNOWN || heap.getState() == VerdictState.WARMING_UP;
    return open && !judgeability.isEmpty() ? state + " (" + judgeability + ")" : state;
  }

  private static String exhaustion(ResourceVerdict heap) {
    if (!heap.hasExhaustionP50S()) {
      return ABSENT;
    }
    String median = duration(heap.getExhaustionP50S());
    return heap.hasExhaustionP10S() && heap.hasExhaustionP90S()
        ? "%s (%s to %s)"
            .formatted(
                median, duration(heap.getExhaustionP10S()), duration(heap.getExhaustionP90S()))
        : median;
  }

  private static String duration(double seconds) {
    return Human.duration(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  /** Columns as wide as their widest cell; the last cell of a row may be longer than its column. */
  private static List<String> aligned(List<String[]> rows) {
    int[] widths = new int[HEADER.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length - (row.length < HEADER.length ? 1 : 0); i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        boolean last = i == row.length - 1;
        line.append("  ").append(last ? row[i] : pad(row[i], widths[i]));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
