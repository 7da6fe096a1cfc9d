package io.heapcast.cli.analyze;

import io.heapcast.server.Human;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An analysis on one screen, for somebody who was woken up by it. */
final class AnalysisText {

  static final int COLUMNS = 80;
  private static final int LINES = 24;
  private static final int LEAST_CHART_ROWS = 5;
  private static final int MOST_CHART_ROWS = 9;
  private static final int TERM = 10;

  private final Analysis analysis;
  private final ResourceVerdict heap;
  private final Glyphs glyphs;

  private AnalysisText(Analysis analysis, Glyphs glyphs) {
    this.analysis = analysis;
    this.heap = analysis.heap();
    this.glyphs = glyphs;
  }

  /** At most {@value #COLUMNS} columns, and about 24 lines unless there is much to say. */
  static List<String> lines(Analysis analysis, Glyphs glyphs) {
    return new AnalysisText(analysis, glyphs).lines();
  }

  private List<String> lines() {
    List<String> above = above();
    List<String> below = below();
    int room = LINES - above.size() - below.size() - 3;
    int rows = Math.max(LEAST_CHART_ROWS, Math.min(MOST_CHART_ROWS, room));
    List<String> chart = CurveChart.lines(heap, glyphs, COLUMNS, rows);
    List<String> lines = new ArrayList<>(above);
    if (!chart.isEmpty()) {
      lines.add("");
      lines.addAll(chart);
    }
    lines.addAll(below);
    return lines.stream().map(glyphs::shown).toList();
  }

  private List<String> above() {
    List<String> lines = new ArrayList<>();
    lines.addAll(wrapped("", title()));
    lines.addAll(wrapped("", seen()));
    lines.add("");
    lines.addAll(wrapped("", verdict()));
    lines.addAll(wrapped("since", since()));
    lines.addAll(wrapped("until", until()));
    lines.addAll(heap.hasGrowthPerHour() ? wrapped("growth", growth()) : wrapped("level", level()));
    return lines;
  }

  private List<String> below() {
    List<String> lines = new ArrayList<>();
    lines.addAll(wrapped("for", texts(heap.getReasonsForList())));
    lines.addAll(wrapped("against", texts(heap.getReasonsAgainstList())));
    lines.addAll(wrapped("refuted by", heap.getRefutedBy()));
    lines.addAll(wrapped("others", others()));
    lines.addAll(wrapped("missing", String.join(" ", analysis.missing())));
    return lines;
  }

  private String title() {
    JvmInfo jvm = analysis.jvm();
    List<String> parts = new ArrayList<>();
    List<Path> files = analysis.files();
    parts.add(files.get(0) + (files.size() > 1 ? " and %d more".formatted(files.size() - 1) : ""));
    if (!jvm.getServiceName().isEmpty() && !isFileName(jvm.getServiceName())) {
      parts.add(jvm.getServiceName());
    }
    String collector = Words.collector(jvm.getCollector());
    if (collector != null) {
      parts.add(collector);
    }
    if (jvm.hasJdkVersion()) {
      parts.add("JDK " + jvm.getJdkVersion());
    }
    if (jvm.hasMaxHeapBytes()) {
      parts.add("heap of " + Human.bytes((double) jvm.getMaxHeapBytes()));
    }
    return String.join(glyphs.dot, parts);
  }

  /** What stands in for the name of a service that is not known. */
  private boolean isFileName(String service) {
    return analysis.files().stream()
        .anyMatch(file -> String.valueOf(file.getFileName()).startsWith(service));
  }

  private String seen() {
    return Words.dayAndTime(analysis.start())
        + glyphs.range
        + Words.beside(analysis.start(), analysis.end())
        + (Words.isDated(analysis.start()) ? " UTC, " : " without date, ")
        + Human.duration(Duration.between(analysis.start(), analysis.end()));
  }

  private String verdict() {
    String sure = heap.hasProbability() ? ", probability " + Words.probability(heap) : "";
    String what =
        switch (heap.getState()) {
          case LEAK -> "the heap is leaking" + sure;
          case LEAK_SUSPECTED -> "the heap may be leaking" + sure;
          case HEALTHY -> "what stays in the heap does not grow";
          case WARMING_UP -> "the live set still rises, as after a start";
          case CACHE_FILLING -> "the live set rises ever slower, as a cache that fills";
          case LOAD_GROWTH -> "the live set follows the load";
          case LIMIT_TOO_SMALL -> "the live set does not grow, but nearly fills the heap";
          case UNKNOWN, VERDICT_STATE_UNSPECIFIED, UNRECOGNIZED -> unknown();
        };
    return Words.state(heap.getState()).toUpperCase(Locale.ROOT) + ": " + what + alert();
  }

  private String unknown() {
    String judgeable = heap.getJudgeability().getText();
    return "the heap cannot be judged" + (judgeable.isEmpty() ? "" : ": " + judgeable);
  }

  private String since() {
    if (!heap.hasInflectionMs()) {
      return "";
    }
    Instant since = Instant.ofEpochMilli(heap.getInflectionMs());
    String between =
        heap.hasInflectionLowMs() && heap.hasInflectionHighMs()
            ? " (%s%s%s)"
                .formatted(
                    Words.beside(since, Instant.ofEpochMilli(heap.getInflectionLowMs())),
                    glyphs.range,
                    Words.beside(since, Instant.ofEpochMilli(heap.getInflectionHighMs())))
            : "";
    return Words.dayAndTime(since) + between;
  }

  private String until() {
    if (!heap.hasExhaustionP50S()) {
      return heap.getState() == VerdictState.LEAK ? "no end in sight yet" : "";
    }
    Instant full = Words.after(analysis.asOf(), heap.getExhaustionP50S());
    return "%s, then the heap is full (%s%s%s)"
        .formatted(
            Words.dayAndTime(full),
            Words.beside(full, Words.after(analysis.asOf(), heap.getExhaustionP10S())),
            glyphs.range,
            Words.beside(full, Words.after(analysis.asOf(), heap.getExhaustionP90S())));
  }

  private String growth() {
    String between =
        heap.hasGrowthPerHourLow() && heap.hasGrowthPerHourHigh()
            ? " (%s%s%s)"
                .formatted(
                    Human.bytes(heap.getGrowthPerHourLow()),
                    glyphs.range,
                    Human.bytes(heap.getGrowthPerHourHigh()))
            : "";
    return Human.bytesPerHour(heap.getGrowthPerHour()) + between + ", " + level();
  }

  /** What stays in the heap now, and in what. */
  private String level() {
    return heap.hasLevel() && heap.hasLimit()
        ? "live set %s of %s".formatted(Human.bytes(heap.getLevel()), Human.bytes(heap.getLimit()))
        : "";
  }

  private String alert() {
    if (!heap.hasAlertTimeMs()) {
      return "";
    }
    Instant fired = Instant.ofEpochMilli(heap.getAlertTimeMs());
    String withdrawn =
        heap.hasResolvedMs()
            ? ", withdrawn " + Words.beside(fired, Instant.ofEpochMilli(heap.getResolvedMs()))
            : "";
    return ", alert at " + Words.beside(analysis.start(), fired) + withdrawn;
  }

  /** {@code metaspace, threads not judged; direct healthy}. */
  private String others() {
    Map<String, List<String>> byState = new LinkedHashMap<>();
    for (ResourceVerdict verdict : analysis.resources().subList(1, analysis.resources().size())) {
      String state =
          verdict.getState() == VerdictState.UNKNOWN && verdict.getReasonsAgainstCount() > 0
              ? verdict.getReasonsAgainst(0).getCode().replace('-', ' ')
              : Words.state(verdict.getState());
      byState
          .computeIfAbsent(state, key -> new ArrayList<>())
          .add(verdict.getResource().name().toLowerCase(Locale.ROOT));
    }
    return byState.entrySet().stream()
        .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
        .collect(Collectors.joining("; "));
  }

  private static String texts(List<Reason> reasons) {
    return reasons.stream().map(Reason::getText).collect(Collectors.joining("; "));
  }

  /** A term and its text, wrapped and indented below itself; nothing for an empty text. */
  private static List<String> wrapped(String term, String text) {
    List<String> lines = new ArrayList<>();
    if (text.isEmpty()) {
      return lines;
    }
    int indent = term.isEmpty() ? 1 : TERM + 2;
    StringBuilder line = new StringBuilder(" " + term);
    line.append(" ".repeat(Math.max(0, indent - line.length())));
    for (String word : text.split(" ", -1)) {
      if (line.length() > indent && line.length() + word.length() > COLUMNS) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(" ".repeat(term.isEmpty() ? 3 : indent));
      }
      line.append(word).append(' ');
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }
}
