package io.heapcast.bench.report;

import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.report.Exhibit.AlarmSpan;
import io.heapcast.bench.report.Exhibit.Knot;
import io.heapcast.bench.report.Exhibit.Point;
import io.heapcast.bench.report.Exhibit.Reason;
import io.heapcast.bench.report.Exhibit.Told;
import io.heapcast.bench.report.Exhibit.Verdict;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** A made-up run with all that a page can show of one. */
final class SampleExhibit {

  private static final long BEGIN_MS = 1_750_000_000_000L;
  private static final double LIMIT = 512 << 20;
  private static final int POINTS = 300;

  private SampleExhibit() {}

  static Exhibit of(
      SplittableRandom random,
      String id,
      Tier tier,
      Family family,
      Collector collector,
      boolean missed,
      boolean wrong,
      List<String> contenders) {
    long stepMs = (long) (20_000 * StrictMath.pow(10, 3 * random.nextDouble()));
    long lengthMs = POINTS * stepMs;
    long leakMs = BEGIN_MS + lengthMs / 5;
    Resource shown = shown(family);
    double limit = shown == Resource.THREADS ? 400 : LIMIT;
    double told =
        shown == Resource.HEAP ? limit : shown == Resource.DIRECT ? 16 * limit : Double.NaN;
    int jvms = family.id().contains("restart") ? 4 : 1;
    List<Point> curve = new ArrayList<>();
    List<Knot> knots = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      long timeMs = BEGIN_MS + i * stepMs;
      int jvm = i * jvms / POINTS;
      if (family.id().equals("missing-telemetry") && i % 100 > 60) {
        continue;
      }
      double grown = Math.max(0, timeMs - leakMs) / (.8 * lengthMs);
      grown = grown * jvms % 1.001;
      double live =
          LIMIT
              * (family.leaking()
                  ? .3 + .68 * grown
                  : .45 + .25 * (1 - StrictMath.exp(-3 * grown)));
      double level = Math.min(limit, live + limit * .12 * random.nextDouble());
      boolean cleaned = i % 5 == 2;
      curve.add(new Point(jvm, timeMs, level, cleaned ? live : Double.NaN, told));
      if (i % 8 == 2) {
        knots.add(
            new Knot(
                jvm,
                timeMs,
                live,
                1 + i / 8 % 3,
                i > 80 ? live * (.97 + .06 * random.nextDouble()) : Double.NaN));
      }
    }
    List<AlarmSpan> alarms = new ArrayList<>();
    for (String contender : contenders) {
      boolean subject = contender.equals("Heapcast");
      if (subject ? wrong : random.nextDouble() < .6) {
        long from = BEGIN_MS + (long) (lengthMs * random.nextDouble() * .9);
        long until = Math.min(BEGIN_MS + lengthMs, from + lengthMs / 3);
        boolean untrue = subject || !family.leaking() || from < leakMs;
        int times = contender.startsWith("CUSUM") ? 60 : 1;
        long step = (until - from) / times;
        for (int i = 0; i < times; i++) {
          long raised = from + i * step;
          alarms.add(new AlarmSpan(contender, shown, raised, raised + step / 2, untrue));
        }
      }
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("jdk", "25");
    attributes.put("load", "diurnal");
    attributes.put("speed", "60 floors to exhaustion");
    attributes.put("heap", "512 MiB");
    return new Exhibit(
        id,
        tier,
        family,
        collector,
        missed,
        wrong,
        shown,
        attributes,
        family.leaking()
            ? Truth.leak(shown, leakMs, OptionalLong.of(BEGIN_MS + lengthMs))
            : Truth.healthy(VerdictState.CACHE_FILLING),
        curve,
        knots,
        alarms,
        List.of(
            new Verdict(
                wrong ? "When the alarm was raised" : "At the end",
                0,
                BEGIN_MS + lengthMs * 3 / 4,
                wrong ? VerdictState.LEAK : VerdictState.LEAK_SUSPECTED,
                wrong ? .91 : .62,
                "18 floors seen. A full collection that gives back more than 30 MiB would refute it.",
                List.of(
                    new Reason(
                        "growth-linear",
                        "Live set grows by 3.1 MiB per hour since floor 11 (t = 9.4)."),
                    new Reason("work-bound", "Growth follows allocated bytes, not the clock.")),
                List.of(
                    new Reason("shape-saturating", "A saturating curve fits as well (ΔBIC 1.2).")),
                Optional.of(
                    new Told(
                        BEGIN_MS + lengthMs / 7, BEGIN_MS + lengthMs / 4, BEGIN_MS + lengthMs / 3)),
                Optional.of(
                    new Told(
                        BEGIN_MS + lengthMs,
                        BEGIN_MS + lengthMs * 11 / 10,
                        BEGIN_MS + lengthMs * 3 / 2)))));
  }

  private static Resource shown(Family family) {
    return switch (family.id()) {
      case "executor-leak", "thread-pool-growth" -> Resource.THREADS;
      case "classloader-leak", "class-loading-warm-up" -> Resource.METASPACE;
      case "direct-buffer-leak", "pooled-native-arenas" -> Resource.DIRECT;
      case "native-arena-leak", "mapped-files" -> Resource.NATIVE;
      default -> Resource.HEAP;
    };
  }
}
