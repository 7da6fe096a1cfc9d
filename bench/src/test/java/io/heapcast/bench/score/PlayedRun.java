package io.heapcast.bench.score;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Opinion.Interval;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.run.Curve;
import io.heapcast.bench.run.JvmSpan;
import io.heapcast.bench.run.Played;
import io.heapcast.bench.run.Track;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A run played before one contender, written down opinion by opinion; times in windows of 10 s. */
final class PlayedRun {

  static final String CONTENDER = "one";
  static final long WINDOW_MS = 10_000;

  private final Truth truth;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<JvmSpan> spans = new ArrayList<>();
  private final Map<String, List<Opinion>> opinions = new LinkedHashMap<>();
  private String family;
  private String jvm = "";

  private PlayedRun(String family, Truth truth) {
    this.family = family;
    this.truth = truth;
  }

  /** A leak of the heap from window 100 on, exhausted at window 1100. */
  static PlayedRun leak() {
    return new PlayedRun("listener-registry", leakTruth(Resource.HEAP));
  }

  static PlayedRun leak(Resource resource) {
    return new PlayedRun("thread-leak", leakTruth(resource));
  }

  static PlayedRun of(Truth truth) {
    return new PlayedRun("listener-registry", truth);
  }

  static PlayedRun healthy() {
    return new PlayedRun("steady", Truth.healthy());
  }

  static PlayedRun healthy(VerdictState state) {
    return new PlayedRun("cache-fill-slow", Truth.healthy(state));
  }

  PlayedRun family(String id) {
    family = id;
    return this;
  }

  PlayedRun attribute(String name, String value) {
    attributes.put(name, value);
    return this;
  }

  /** A JVM observed from one window to another. */
  PlayedRun jvm(String id, long fromWindow, long untilWindow) {
    long windows = untilWindow - fromWindow;
    long before =
        truth.leakBeginMs().isPresent()
            ? Math.min(
                windows, Math.max(0, truth.leakBeginMs().getAsLong() / WINDOW_MS - fromWindow))
            : windows;
    spans.add(new JvmSpan(id, at(fromWindow), at(untilWindow), windows, before));
    opinions.put(id, new ArrayList<>());
    jvm = id;
    return this;
  }

  PlayedRun alarm(long window) {
    return says(window, Resource.HEAP, true);
  }

  PlayedRun quiet(long window) {
    return says(window, Resource.HEAP, false);
  }

  PlayedRun says(long window, Resource resource, boolean alarm) {
    return says(
        new Opinion(
            at(window),
            resource,
            alarm,
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  PlayedRun names(long window, VerdictState state) {
    return says(
        new Opinion(
            at(window),
            Resource.HEAP,
            state == VerdictState.LEAK,
            Optional.of(state),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  PlayedRun believes(long window, double probability) {
    return says(
        new Opinion(
            at(window),
            Resource.HEAP,
            false,
            Optional.empty(),
            OptionalDouble.of(probability),
            Optional.empty(),
            Optional.empty()));
  }

  /** Estimates in windows: low, mid, high. */
  PlayedRun tells(long window, boolean alarm, long[] inflection, long[] exhaustion) {
    return says(
        new Opinion(
            at(window),
            Resource.HEAP,
            alarm,
            Optional.empty(),
            OptionalDouble.empty(),
            interval(inflection),
            interval(exhaustion)));
  }

  Outcome outcome() {
    return Scoring.of(played(), CONTENDER);
  }

  Played played() {
    if (spans.isEmpty()) {
      throw new IllegalStateException("name a JVM first");
    }
    Case watched =
        new Case(
            "a case",
            Tier.SIMULATED,
            Families.of(family),
            Collector.G1,
            truth,
            attributes,
            sink -> {});
    List<Track> tracks =
        spans.stream()
            .map(
                span ->
                    new Track(
                        CONTENDER,
                        span.jvmId(),
                        opinions.getOrDefault(span.jvmId(), List.of()),
                        5_000))
            .toList();
    return new Played(watched, spans, tracks, new Curve(List.of()));
  }

  static long at(long window) {
    return window * WINDOW_MS;
  }

  private PlayedRun says(Opinion opinion) {
    if (opinions.isEmpty()) {
      jvm("a", 0, 1200);
    }
    opinions.computeIfAbsent(jvm, id -> new ArrayList<>()).add(opinion);
    return this;
  }

  private static Truth leakTruth(Resource resource) {
    return Truth.leak(resource, at(100), OptionalLong.of(at(1100)));
  }

  private static Optional<Interval> interval(long[] windows) {
    return windows.length == 0
        ? Optional.empty()
        : Optional.of(new Interval(at(windows[0]), at(windows[1]), at(windows[2])));
  }
}
