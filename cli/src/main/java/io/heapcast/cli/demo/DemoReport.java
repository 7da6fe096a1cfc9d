package io.heapcast.cli.demo;

import io.heapcast.cli.demo.ChildEnd.How;
import io.heapcast.server.Human;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was predicted, beside what happened.
 *
 * <pre>
 *  PREDICTED AND SEEN
 *
 *                 predicted at the alert            seen
 *  leak began     07:45:12 (07:45:02 – 07:45:20)    07:45:05   7 s off, inside the interval
 *  heap full      07:48:05 (07:47:40 – 07:48:50)    07:48:00   5 s off, inside the interval
 *  alert          07:46:40, 1 min 20 s before the OutOfMemoryError: 46 % of the leak's life was left
 *
 *  neighbours     alert  last state
 *  catalog-cache  none   healthy        32 floors; the curve bends towards 72.1 MiB
 * </pre>
 */
final class DemoReport {

  private static final int NAME_WIDTH = 15;
  private static final int PREDICTED_WIDTH = 32;
  private static final int STATE_WIDTH = 15;
  private static final int WIDTH = 100;

  private final ZoneId zone;
  private final Style style;
  private final List<String> lines = new ArrayList<>();

  DemoReport(ZoneId zone, Style style) {
    this.zone = zone;
    this.style = style;
  }

  /**
   * Draws the report.
   *
   * @param jvms all services, as known at the end
   * @param leakSince when the leak really began
   */
  List<String> lines(List<DemoJvm> jvms, Instant leakSince) {
    lines.clear();
    lines.add(" " + style.strong("PREDICTED AND SEEN"));
    lines.add("");
    jvms.stream().filter(jvm -> jvm.service().isLeaking()).forEach(jvm -> addLeak(jvm, leakSince));
    lines.add("");
    lines.add(style.faint(row("neighbours", "alert  last state")));
    jvms.stream().filter(jvm -> !jvm.service().isLeaking()).forEach(this::addNeighbour);
    lines.add("");
    addOutcome(jvms);
    return List.copyOf(lines);
  }

  private void addLeak(DemoJvm jvm, Instant leakSince) {
    Alerted alerted = jvm.alerted();
    ChildEnd end = jvm.end();
    Instant full = end != null && end.how() == How.OUT_OF_MEMORY_ERROR ? end.time() : null;
    lines.add(style.faint(row("", padded("predicted at the alert", PREDICTED_WIDTH) + "  seen")));
    lines.add(
        compared(
            "leak began",
            inflection(alerted, Bound.MIDDLE),
            inflection(alerted, Bound.LOW),
            inflection(alerted, Bound.HIGH),
            leakSince));
    lines.add(
        compared(
            "heap full",
            alerted == null ? null : alerted.forecastP50().orElse(null),
            alerted == null ? null : alerted.forecastP10().orElse(null),
            alerted == null ? null : alerted.forecastP90().orElse(null),
            full));
    lines.add(row("alert", alert(alerted, leakSince, full)));
  }

  private enum Bound {
    LOW,
    MIDDLE,
    HIGH
  }

  private static @Nullable Instant inflection(@Nullable Alerted alerted, Bound bound) {
    if (alerted == null) {
      return null;
    }
    ResourceVerdict verdict = alerted.member().getVerdict();
    return switch (bound) {
      case LOW -> instant(verdict.hasInflectionLowMs(), verdict.getInflectionLowMs());
      case MIDDLE -> instant(verdict.hasInflectionMs(), verdict.getInflectionMs());
      case HIGH -> instant(verdict.hasInflectionHighMs(), verdict.getInflectionHighMs());
    };
  }

  private static @Nullable Instant instant(boolean known, long epochMs) {
    return known ? Instant.ofEpochMilli(epochMs) : null;
  }

  /** One line: predicted with interval, seen, and how far the two are apart. */
  private String compared(
      String name,
      @Nullable Instant predicted,
      @Nullable Instant low,
      @Nullable Instant high,
      @Nullable Instant seen) {
    String left = predicted == null ? "nothing" : time(predicted);
    if (predicted != null && low != null && high != null) {
      left += " (" + time(low) + " – " + time(high) + ")";
    }
    String right = seen == null ? "not yet" : time(seen);
    String verdict =
        predicted == null || seen == null ? "" : "   " + apart(predicted, seen, low, high);
    return row(name, padded(left, PREDICTED_WIDTH) + "  " + right + verdict);
  }

  private static String apart(
      Instant predicted, Instant seen, @Nullable Instant low, @Nullable Instant high) {
    Duration off = Duration.between(predicted, seen).abs();
    if (off.toSeconds() < 1) {
      return "to the second";
    }
    String apart = Human.duration(off) + " off";
    if (low == null || high == null) {
      return apart;
    }
    boolean inside = !seen.isBefore(low) && !seen.isAfter(high);
    return apart + (inside ? ", inside the interval" : ", outside the interval");
  }

  private String alert(@Nullable Alerted alerted, Instant leakSince, @Nullable Instant full) {
    if (alerted == null) {
      return "none";
    }
    if (full == null) {
      return time(alerted.time());
    }
    Duration lead = Duration.between(alerted.time(), full);
    if (lead.isNegative()) {
      return time(alerted.time()) + ", after the OutOfMemoryError";
    }
    double left =
        (double) lead.toMillis() / Math.max(1, Duration.between(leakSince, full).toMillis());
    return "%s, %s before the OutOfMemoryError: %s of the leak's life was left"
        .formatted(time(alerted.time()), Human.duration(lead), Human.percent(left));
  }

  private void addNeighbour(DemoJvm jvm) {
    DemoJvm running = jvm.running();
    JvmWords words = new JvmWords(running, zone);
    String alert = jvm.alerted() == null ? style.good("none ") : style.bad("FALSE");
    String text = row(jvm.service().name(), alert + "  " + padded(words.state(), STATE_WIDTH));
    lines.add(shortened(text + words.note()));
  }

  private void addOutcome(List<DemoJvm> jvms) {
    DemoOutcome outcome = DemoOutcome.of(jvms);
    if (outcome.isSuccess()) {
      lines.add(
          " " + style.good("The leak was alerted on before it killed its JVM; no neighbour was."));
      return;
    }
    outcome
        .failures()
        .forEach(failure -> lines.add(" " + style.bad("NOT AS PROMISED: ") + failure));
  }

  private String time(Instant time) {
    return JvmWords.time(time, zone);
  }

  private static String row(String name, String rest) {
    return " " + padded(name, NAME_WIDTH) + rest;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String shortened(String line) {
    int invisible = style == Style.COLOUR ? style.good("x").length() - 1 : 0;
    int most = WIDTH + invisible;
    return line.length() <= most ? line.stripTrailing() : line.substring(0, most - 1) + "…";
  }
}
