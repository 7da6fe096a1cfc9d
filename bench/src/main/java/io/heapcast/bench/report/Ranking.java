package io.heapcast.bench.report;

import io.heapcast.bench.report.ReportData.Contestant;
import io.heapcast.bench.report.ReportData.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contenders by their overall score; a contender's rank stands for it in plots. */
final class Ranking {

  private final String subject;
  private final List<Row> rows;
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Map<String, String> abouts = new HashMap<>();

  Ranking(ReportData data) {
    this.subject = data.subject();
    List<Row> sorted = new ArrayList<>(data.headline().rows());
    sorted.sort(
        Comparator.comparing(
            Row::f1, Comparator.comparingDouble(f1 -> f1.isPresent() ? -f1.value() : 1)));
    this.rows = List.copyOf(sorted);
    for (Row row : rows) {
      ranks.put(row.contender(), ranks.size() + 1);
    }
    for (Contestant contender : data.contenders()) {
      ranks.putIfAbsent(contender.name(), ranks.size() + 1);
      abouts.put(contender.name(), contender.about());
    }
  }

  /** Rows of the headline, best first; equal ones in the order given. */
  List<Row> rows() {
    return rows;
  }

  /** Rows of any group in the order of the headline. */
  List<Row> sorted(List<Row> others) {
    return others.stream().sorted(Comparator.comparingInt(row -> rank(row.contender()))).toList();
  }

  /** Names, best first. */
  List<String> names() {
    return rows.stream().map(Row::contender).toList();
  }

  /** From 1; those without a rank come last. */
  int rank(String contender) {
    return ranks.getOrDefault(contender, ranks.size() + 1);
  }

  boolean isSubject(String contender) {
    return contender.equals(subject);
  }

  String subject() {
    return subject;
  }

  Optional<Row> subjectRow() {
    return rows.stream().filter(row -> isSubject(row.contender())).findFirst();
  }

  /** All but the subject, best first. */
  List<Row> rivals() {
    return rows.stream().filter(row -> !isSubject(row.contender())).toList();
  }

  /** One line; empty where nothing is said of it. */
  String about(String contender) {
    return abouts.getOrDefault(contender, "");
  }
}
