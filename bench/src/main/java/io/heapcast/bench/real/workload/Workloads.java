package io.heapcast.bench.real.workload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The services by the family that they belong to. */
public final class Workloads {

  private static final String JDK = "JDK";
  private static final String CAFFEINE = "Caffeine 3.2.3";
  private static final String GUAVA = "Guava 33.5.0";
  private static final String NETTY = "Netty 4.2.7";
  private static final String BYTE_BUDDY = "Byte Buddy 1.18.1";
  private static final String DIRECT_BY_JDK = "-Dio.netty.maxDirectMemory=0";

  private record Entry(Shape shape, Function<Setup, Workload> create) {}

  private static final Map<String, Entry> ALL = new LinkedHashMap<>();

  static {
    // Leaking.
    add("static-map", Shape.usual(JDK), KeptEntries::staticMap);
    add("session-without-expiry", Shape.usual(JDK), KeptEntries::sessions);
    add("interned-strings", Shape.usual(GUAVA), KeptEntries::interned);
    add("timer-leak", Shape.usual(JDK), ForgottenTimers::new);
    add("unbounded-cache", Shape.usual(CAFFEINE), CaffeineCaches::unbounded);
    add("meter-tags", Shape.usual("Micrometer 1.16.0"), MeterTags::new);
    add("listener-registry", Shape.usual(GUAVA), Listeners::new);
    add("unbounded-queue", Shape.usual(JDK), SlowConsumer::new);
    add("thread-local-pool", Shape.usual(JDK), ThreadLocalPool::new);
    add(
        "classloader-leak",
        Shape.usual(BYTE_BUDDY).flags("-XX:MaxMetaspaceSize=" + Redeployments.LIMIT_MIB + "m"),
        Redeployments::leaking);
    add(
        "direct-buffer-leak",
        Shape.usual(NETTY)
            .flags(DIRECT_BY_JDK + " -XX:MaxDirectMemorySize=" + DirectBuffers.LIMIT_MIB + "m"),
        DirectBuffers::leaking);
    add("accelerating-leak", Shape.usual(JDK), KeptEntries::accelerating);
    add("stepped-leak", Shape.usual(JDK), KeptEntries::stepped);
    add("leak-from-boot", Shape.usual(JDK), KeptEntries::fromBoot);
    // Healthy.
    add("steady", Shape.usual(JDK).base(0.2, 0.42), Healthy::steady);
    add("cache-fill-fast", Shape.usual(CAFFEINE), CaffeineCaches::fillFast);
    add("cache-fill-slow", Shape.usual(CAFFEINE), CaffeineCaches::fillSlow);
    add("skewed-key-cache", Shape.usual(GUAVA), SkewedKeys::new);
    add("soft-reference-cache", Shape.usual(GUAVA), SoftValues::new);
    add("batch-that-returns", Shape.usual(JDK), Batch::new);
    add("bursts", Shape.usual(JDK), Healthy::bursts);
    add("warm-up", Shape.usual("H2 2.4.240").base(0.1, 0.15), Database::new);
    add(
        "pooled-native-arenas",
        Shape.usual(NETTY)
            .flags(DIRECT_BY_JDK + " -XX:MaxDirectMemorySize=" + DirectBuffers.LIMIT_MIB + "m"),
        DirectBuffers::pooled);
    add("mapped-files", Shape.usual("Lucene 9.12.3").base(0.1, 0.2), MappedIndex::new);
    add("load-ramp", Shape.usual(JDK).base(0.12, 0.25), SessionsOfLoad::new);
    add("doubling-container", Shape.usual(JDK), DoublingContainer::new);
    add(
        "tight-limit",
        Shape.usual(JDK).base(0.56, 0.62).inFlight(0.4).flags("-XX:NewRatio=6"),
        Healthy::steady);
    add("rare-major-sawtooth", Shape.usual(JDK).base(0.15, 0.3).inFlight(0.12), Healthy::steady);
    add("no-old-healthy", Shape.usual(JDK).base(0.1, 0.2).inFlight(0), Healthy::steady);
    add(
        "class-loading-warm-up",
        Shape.usual(BYTE_BUDDY).flags("-XX:MaxMetaspaceSize=" + Redeployments.LIMIT_MIB + "m"),
        Redeployments::warmingUp);
  }

  private Workloads() {}

  /** Families that can be recorded. */
  public static Set<String> families() {
    return ALL.keySet();
  }

  /** Flags of the JVM that a family needs, separated by spaces; empty: none. */
  public static String flags(String family) {
    return shape(family).flags();
  }

  /** What a family's workload is made of. */
  public static String library(String family) {
    return shape(family).library();
  }

  static Shape shape(String family) {
    return entry(family).shape();
  }

  static Workload create(Setup setup) {
    return entry(setup.options().family()).create().apply(setup);
  }

  private static Entry entry(String family) {
    Entry entry = ALL.get(family);
    if (entry == null) {
      throw new IllegalArgumentException("no workload for family '" + family + "'");
    }
    return entry;
  }

  private static void add(String family, Shape shape, Function<Setup, Workload> create) {
    ALL.put(family, new Entry(shape, create));
  }
}
