package io.heapcast.detector.model;

import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a verdict is what it is, as codes with numbers: what speaks for a leak and what against. */
final class Reasons {

  /** The largest step between neighbours, over the growth: all of it came at once. */
  static final double ONE_STEP = 0.8;

  private static final double MIB = 1024.0 * 1024.0;

  private final Reading reading;
  private final Reading.Context context;
  private final List<Reason> speaksFor = new ArrayList<>();
  private final List<Reason> speaksAgainst = new ArrayList<>();

  private Reasons(Reading reading, Reading.Context context) {
    this.reading = reading;
    this.context = context;
  }

  static Reason reason(String code, String text) {
    return Reason.newBuilder().setCode(code).setText(text).build();
  }

  static List<Reason> in(
      Reading reading, Reading.Context context, ResourceJudge judge, boolean speaksFor) {
    Reasons reasons = new Reasons(reading, context);
    reasons.gather(judge.current());
    return speaksFor ? reasons.speaksFor : reasons.speaksAgainst;
  }

  /** What would show that the verdict is wrong. */
  static String refutation(Reading reading, Series series) {
    double back = reading.levelAtKink() + 0.3 * reading.growth();
    return switch (series.kind()) {
      case HEAP_TESTED, HEAP_UNTESTED ->
          text("a live set below %.1f MiB after an old collection", back / MIB);
      case THREADS -> text("fewer than %.0f threads", back);
      default -> text("%s below %.1f MiB", series.resource(), back / MIB).toLowerCase(Locale.ROOT);
    };
  }

  private void gather(VerdictState state) {
    if (reading.growth() < ResourceJudge.LEAST_GROWTH * context.limit()) {
      against(
          "growth-small",
          text(
              "growth of %s is below %.0f %% of the limit",
              amount(reading.growth()), ResourceJudge.LEAST_GROWTH * 100));
      return;
    }
    boolean suspected = state == VerdictState.LEAK || state == VerdictState.LEAK_SUSPECTED;
    if (suspected) {
      add(
          "growth",
          text(
              "up %s over %d floors, z %.1f",
              amount(reading.growth()), reading.knotsAfter(), value(Feature.TREND_Z)));
    }
    pace();
    past();
    others();
    if (context.kind() == Feature.HEAP_UNTESTED) {
      against("untested-by-old-collection", untested());
    }
  }

  private String untested() {
    return context.cleanings() == 0
        ? "no old collection has tested this yet: the floors are upper bounds"
        : text(
            "only %d old collections have tested this: between them the floors are upper bounds",
            context.cleanings());
  }

  private void pace() {
    double younger = value(Feature.YOUNGER);
    if (younger >= 0.7) {
      add(
          "keeps-pace",
          text("the younger half grows at %.0f %% of the older's pace", younger * 100));
    } else {
      against("slowing", text("growth is slowing: %.0f %% of its earlier pace", younger * 100));
    }
  }

  private void past() {
    int before = (int) value(Feature.KNOTS_BEFORE);
    if (before < 3) {
      against(
          "rising-from-start",
          "rising since the first floor, as a warm-up or a filling cache does");
    } else if (value(Feature.SLOPE_BEFORE) < 0.3) {
      add("flat-before", text("%d flat floors before it began", before));
    } else {
      against(
          "rose-before",
          text("before, it rose at %.0f %% of this pace", value(Feature.SLOPE_BEFORE) * 100));
    }
    if (value(Feature.FALL_TO_GROWTH) > 0.7) {
      against(
          "rises-were-undone",
          text("a rise of %s was undone before", amount(context.history().largestFall())));
    }
  }

  private void others() {
    if (value(Feature.RISE_BESIDE_LOAD) < 0.5 && value(Feature.LOAD_HELPS) > 4) {
      against("follows-load", "it follows the allocation rate");
    }
    if (value(Feature.LARGEST_STEP) > ONE_STEP) {
      against("step", "one step, flat before and after");
    }
    if (value(Feature.CLASSES_GROWTH) > 0.05 && context.kind() != Feature.METASPACE) {
      against(
          "classes-loading",
          text("classes grew by %.0f %% meanwhile", value(Feature.CLASSES_GROWTH) * 100));
    }
  }

  private String amount(double value) {
    return context.kind() == Feature.THREADS
        ? text("%.0f threads", value)
        : text("%.1f MiB", value / MIB);
  }

  private double value(Feature feature) {
    return reading.feature(feature);
  }

  private void add(String code, String text) {
    speaksFor.add(reason(code, text));
  }

  private void against(String code, String text) {
    speaksAgainst.add(reason(code, text));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
