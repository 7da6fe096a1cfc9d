package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.GcKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The stop-the-world parts of one collection. Their names tell of concurrent cycles what the
 * collection's own name does not: whether they came to their end, and of Shenandoah, all of whose
 * collections have one name, what they were.
 */
final class Pauses {

  private static final String SHENANDOAH_FULL = "Pause Full";
  private static final String SHENANDOAH_DEGENERATED = "Pause Degenerated GC";
  private static final String YOUNG = "(Young)";
  private static final String OLD = "(Old)";

  private record Pause(String name, Duration duration) {}

  private final TreeMap<Instant, Pause> byStart = new TreeMap<>();

  void add(Instant start, String name, Duration duration) {
    byStart.put(start, new Pause(name, duration));
  }

  /** Those that began up to a time. */
  Pauses until(Instant end) {
    Pauses earlier = new Pauses();
    earlier.byStart.putAll(byStart.headMap(end, true));
    return earlier;
  }

  /** In order. */
  List<Duration> durations() {
    return byStart.values().stream().map(Pause::duration).toList();
  }

  /** What a cycle of Shenandoah was, before it is known whether it also collected old regions. */
  GcKind shenandoahKind() {
    if (has(name -> name.startsWith(SHENANDOAH_FULL))) {
      return GcKind.FULL;
    }
    if (has(name -> name.contains(YOUNG))) {
      return GcKind.YOUNG;
    }
    // Only steps of old cycles go without a pause.
    return byStart.isEmpty() || has(name -> name.contains(OLD)) ? GcKind.OLD : GcKind.CONCURRENT;
  }

  /**
   * Whether a cycle of Shenandoah did all it set out for. One that ends with its marking may have
   * found nothing worth copying, or have been {@linkplain #endsTheCycleBefore() cut short}.
   */
  boolean shenandoahReachedItsEnd() {
    return has(
            name ->
                name.startsWith(SHENANDOAH_FULL)
                    || name.startsWith(SHENANDOAH_DEGENERATED)
                    || name.equals("Pause Final Update Refs"))
        || endsWithMarking();
  }

  /** Whether the last it did was to mark. */
  boolean endsWithMarking() {
    return has(name -> name.startsWith("Pause Final Mark"))
        && !has(name -> name.startsWith("Pause Init Update Refs"));
  }

  /**
   * Whether this one of Shenandoah goes on, with the world stopped, where the last was cut short.
   */
  boolean endsTheCycleBefore() {
    return has(
        name ->
            name.startsWith(SHENANDOAH_FULL)
                || (name.startsWith(SHENANDOAH_DEGENERATED)
                    && !name.contains("(Outside of Cycle)")));
  }

  /** Whether a marking cycle of G1 came to its end: the last of its pauses is this one. */
  boolean g1MarkingReachedItsEnd() {
    return has(name -> name.equals("Pause Cleanup"));
  }

  private boolean has(Predicate<String> wanted) {
    return byStart.values().stream().map(Pause::name).anyMatch(wanted);
  }
}
