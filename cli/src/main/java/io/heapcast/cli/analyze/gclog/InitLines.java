package io.heapcast.cli.analyze.gclog;

import io.heapcast.cli.analyze.gclog.LogFacts.Family;
import org.jspecify.annotations.Nullable;

/** What a JVM says of itself when it starts; {@code gc}, {@code gc,init}, before JDK 14 others. */
final class InitLines {

  private InitLines() {}

  static void read(String message, LogFacts facts) {
    int colon = message.indexOf(':');
    if (colon < 0) {
      if (message.startsWith("Using ")) {
        facts.sawBegin |= isBegin(message);
        facts.family(family(message.substring("Using ".length())));
      }
      return;
    }
    String value = message.substring(colon + 1).strip();
    switch (message.substring(0, colon)) {
      case "Version" -> {
        facts.sawBegin = true;
        facts.jdkVersion = jdkVersion(value);
      }
      case "Heap Max Capacity", "Max Capacity" -> facts.maxHeapBytes = HeapChange.size(value);
      case "Heap Region Size", "Heap region size" -> facts.regionBytes = HeapChange.size(value);
      case "Heap address" -> facts.maxHeapBytes = reserved(value, facts.maxHeapBytes);
      case "Mode" -> mode(value, facts);
      case "GC Workers for Old Generation" -> facts.family(Family.Z_GENERATIONAL);
      default -> {}
    }
  }

  /** Whether a JVM begins with this message. */
  static boolean isBegin(String message) {
    boolean using =
        message.startsWith("Using ")
            && family(message.substring("Using ".length())) != Family.UNKNOWN;
    return using || message.startsWith("Initializing The Z Garbage Collector");
  }

  /** The collector that {@code Using …} names. */
  private static Family family(String name) {
    return switch (name) {
      case "Serial" -> Family.SERIAL;
      case "Parallel" -> Family.PARALLEL;
      case "Concurrent Mark Sweep" -> Family.CONCURRENT_MARK_SWEEP;
      case "G1" -> Family.G1;
      case "The Z Garbage Collector" -> Family.Z;
      case "Shenandoah" -> Family.SHENANDOAH;
      case "Epsilon" -> Family.EPSILON;
      default -> Family.UNKNOWN;
    };
  }

  private static void mode(String value, LogFacts facts) {
    if (value.startsWith("Snapshot-At-The-Beginning")) {
      facts.family(Family.SHENANDOAH);
    } else if (value.startsWith("Generational")) {
      facts.family(Family.SHENANDOAH_GENERATIONAL);
    }
  }

  /** {@code 17.0.15+6-Debian-1deb12u1 (release)} → {@code 17.0.15}, as java.version has it. */
  private static String jdkVersion(String value) {
    int end = 0;
    while (end < value.length() && "0123456789._".indexOf(value.charAt(end)) >= 0) {
      end++;
    }
    return end == 0 ? value : value.substring(0, end);
  }

  /** {@code 0x00000000f8000000, size: 128 MB, Compressed Oops mode: 32-bit}. */
  private static @Nullable Long reserved(String value, @Nullable Long known) {
    int size = value.indexOf("size: ");
    Long bytes = size < 0 ? null : HeapChange.size(value.substring(size));
    return known == null ? bytes : known;
  }
}
