package io.heapcast.bench.report;

import io.heapcast.bench.leak.Tier;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;
import java.util.Locale;

/** Names of things for people. */
final class Words {

  private Words() {}

  static String of(Collector collector) {
    return switch (collector) {
      case SERIAL -> "Serial";
      case PARALLEL -> "Parallel";
      case G1 -> "G1";
      case Z -> "ZGC";
      case Z_GENERATIONAL -> "ZGC, generational";
      case SHENANDOAH -> "Shenandoah";
      case SHENANDOAH_GENERATIONAL -> "Shenandoah, generational";
      case EPSILON -> "Epsilon";
      default -> "collector not known";
    };
  }

  static String of(Tier tier) {
    return switch (tier) {
      case SIMULATED -> "simulated";
      case REAL -> "real JVM";
      case YOURS -> "your recording";
    };
  }

  static String of(Resource resource) {
    return switch (resource) {
      case HEAP -> "heap";
      case METASPACE -> "metaspace";
      case THREADS -> "threads";
      case DIRECT -> "direct buffers";
      case NATIVE -> "resident memory";
      default -> "resource not known";
    };
  }

  static String of(VerdictState state) {
    return switch (state) {
      case LEAK -> "leak";
      case LEAK_SUSPECTED -> "leak suspected";
      case VERDICT_STATE_UNSPECIFIED, UNRECOGNIZED -> "no verdict";
      default -> state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  /** "a", "a and b", "a, b and c". */
  static String list(List<String> items) {
    int last = items.size() - 1;
    return last < 1
        ? String.join("", items)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }

  /** A name within a sentence: some names are rules with numbers of their own. */
  static String quoted(String name) {
    return "“" + name + "”";
  }

  /** For classes of the page. */
  static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
