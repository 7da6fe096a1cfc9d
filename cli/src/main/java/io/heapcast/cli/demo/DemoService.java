package io.heapcast.cli.demo;

import java.util.List;
import java.util.Locale;

/**
 * A service of the demo.
 *
 * @param name as {@code service.name}
 * @param version as {@code service.version}
 * @param role what it is known to be; nobody tells Heapcast
 * @param gc its collector
 * @param heapMib size of its heap
 * @param mainClass what runs
 * @param about one line on what it does to its heap
 */
record DemoService(
    String name, String version, Role role, Gc gc, int heapMib, Class<?> mainClass, String about) {

  /** What a service is known to be. */
  enum Role {
    LEAKING,
    HEALTHY;

    /** {@code leaking} or {@code healthy}. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A garbage collector and the flag that chooses it. */
  enum Gc {
    SERIAL("Serial", "-XX:+UseSerialGC"),
    PARALLEL("Parallel", "-XX:+UseParallelGC"),
    G1("G1", "-XX:+UseG1GC");

    private final String label;
    private final String flag;

    Gc(String label, String flag) {
      this.label = label;
      this.flag = flag;
    }

    String label() {
      return label;
    }
  }

  boolean isLeaking() {
    return role == Role.LEAKING;
  }

  /** Collector and heap size; the end by OutOfMemoryError is one that its starter can tell. */
  List<String> jvmFlags() {
    return List.of(
        gc.flag, "-Xms" + heapMib + "m", "-Xmx" + heapMib + "m", "-XX:+ExitOnOutOfMemoryError");
  }
}
