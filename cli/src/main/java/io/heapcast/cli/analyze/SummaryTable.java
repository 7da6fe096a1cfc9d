package io.heapcast.cli.analyze;

import io.heapcast.telemetry.v1.ResourceVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One line per JVM, where there are several. */
final class SummaryTable {

  private static final String FORMAT = " %-22s %-14s %6s  %-19s %-13s";

  private SummaryTable() {}

  static List<String> lines(List<Analysis> analyses, Glyphs glyphs) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(FORMAT, "FILE AND JVM", "HEAP", "PROB", "SINCE (UTC)", "FULL")
            .stripTrailing());
    for (Analysis analysis : analyses) {
      ResourceVerdict heap = analysis.heap();
      Instant since = Instant.ofEpochMilli(heap.getInflectionMs());
      lines.add(
          String.format(
                  FORMAT,
                  shortened(name(analysis), 22, glyphs),
                  Words.state(heap.getState()),
                  heap.hasProbability() ? Words.probability(heap) : "",
                  heap.hasInflectionMs() ? Words.dayAndTime(since) : "",
                  heap.hasExhaustionP50S()
                      ? Words.beside(
                          heap.hasInflectionMs() ? since : analysis.start(),
                          Words.after(analysis.asOf(), heap.getExhaustionP50S()))
                      : "")
              .stripTrailing());
    }
    return lines.stream().map(glyphs::shown).toList();
  }

  private static String name(Analysis analysis) {
    long pid = analysis.jvm().getProcessPid();
    return analysis.path().getFileName() + (pid > 0 ? " " + pid : "");
  }

  /** The end tells more than the begin: files of a series differ there. */
  private static String shortened(String text, int columns, Glyphs glyphs) {
    String cut = glyphs == Glyphs.UNICODE ? "…" : "..";
    return text.length() <= columns
        ? text
        : cut + text.substring(text.length() - columns + cut.length());
  }
}
