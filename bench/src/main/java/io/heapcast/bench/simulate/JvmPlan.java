package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * One JVM to simulate, from start to end. A family fills it in; nothing changes it afterwards. A
 * plan is used once: its holders remember.
 */
final class JvmPlan {

  /** How a JVM that runs out of something goes. */
  enum Death {
    /** The collector reports that it is gone. */
    VANISHED,
    /** Nobody reports anything. */
    SILENCE
  }

  /** Touched part of a thread's stack, in bytes. */
  static final double STACK = 100_000;

  Collector collector = Collector.G1;
  String jdk = "17";

  /** Two JVMs of a case with the same instance have the same host and differ by start only. */
  int instance;

  String version = "1.0.0";

  double heapBytes;

  /** Of the heap, at the start. */
  double initialShare = 1;

  /** Largest young generation of Serial and Parallel, as a share of the heap. */
  double youngShare = 1 / 3.0;

  /** Since the epoch. */
  double startMs;

  /** From start to end; 0 while not planned. */
  double lifeSeconds;

  /** Since the start: telemetry before was not recorded. */
  double observedFromSeconds;

  /** Whether the JVM is shut down in order at its end, else the recording just ends. */
  boolean shutDown;

  Death death = Death.VANISHED;

  LoadShape load = LoadShape.FLAT;
  DoubleUnaryOperator trend = seconds -> 1;

  /** Garbage, per second of ordinary load. */
  double allocationBytesPerSecond;

  /** Live at any moment, at ordinary load. */
  double inFlightBytes;

  /** Share of the allocation that survives young collections, and for how long it lives. */
  double mediumShare = 0.01;

  double mediumLifeSeconds = 20;

  /** Share of the allocation that are large arrays, dead at once. */
  double humongousShare;

  /** ZGC and Shenandoah collect after so long even without need; infinite: switched off. */
  double proactiveSeconds = 300;

  /** System.gc() so often; infinite: never. */
  double systemGcSeconds = Double.POSITIVE_INFINITY;

  /** Early collections because classes fill the metaspace. */
  boolean metadataCollections = true;

  /** The run ends before one more old collection than this would begin. */
  int mostOldCollections = Integer.MAX_VALUE;

  final List<Holder> holders = new ArrayList<>();

  /** Those of the holders that keep what leaks; empty: nothing leaks. */
  final List<Holder> leaks = new ArrayList<>();

  /** What the JVM itself takes beside the heap, once it has warmed up. */
  double metaspaceBytes;

  double codeBytes;
  double ownThreads;

  /** Of the container's memory that files take while nobody needs it. */
  double pageCacheShare;

  /** Limits; infinite: none, or none that is told. */
  double metaspaceLimit = Double.POSITIVE_INFINITY;

  double directLimit = Double.POSITIVE_INFINITY;
  double threadLimit = Double.POSITIVE_INFINITY;
  double containerLimit = Double.POSITIVE_INFINITY;

  /** Length of a step, and of the span that one batch covers. */
  double stepSeconds = 10;

  int stepsPerBatch = 1;

  JvmPlan with(Holder holder) {
    holders.add(holder);
    return this;
  }

  JvmPlan leaking(Holder holder) {
    leaks.add(holder);
    return with(holder);
  }

  /** What the process takes at most, with the heap full but without what holders hold beside it. */
  double processBytes() {
    return heapBytes + metaspaceBytes + codeBytes + 1.3 * ownThreads * STACK + (8 << 20);
  }

  double endMs() {
    return startMs + lifeSeconds * 1_000;
  }
}
