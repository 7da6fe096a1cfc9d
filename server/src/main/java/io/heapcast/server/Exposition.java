package io.heapcast.server;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The points of one scrape, gathered by metric. A metric without points is left out. */
final class Exposition {

  private record Point(Labels labels, double value, long count) {}

  private final Map<Metric, List<Point>> points = new EnumMap<>(Metric.class);
  private int series;

  void add(Metric metric, Labels labels, double value) {
    add(metric, new Point(labels, value, 0));
  }

  void add(Metric metric, Labels labels, long value) {
    add(metric, labels, (double) value);
  }

  void addSummary(Metric metric, Labels labels, long count, double sum) {
    add(metric, new Point(labels, sum, count));
  }

  /** Series so far; a summary is two. */
  int series() {
    return series;
  }

  MetricSnapshots snapshots() {
    List<MetricSnapshot> families = new ArrayList<>();
    points.forEach((metric, ofMetric) -> families.add(family(metric, ofMetric)));
    return new MetricSnapshots(families);
  }

  private void add(Metric metric, Point point) {
    series += metric.type() == Metric.Type.SUMMARY ? 2 : 1;
    points.computeIfAbsent(metric, key -> new ArrayList<>()).add(point);
  }

  private static MetricSnapshot family(Metric metric, List<Point> points) {
    MetricMetadata metadata = new MetricMetadata(metric.baseName(), metric.help());
    return switch (metric.type()) {
      case GAUGE -> new GaugeSnapshot(metadata, points.stream().map(Exposition::gauge).toList());
      case COUNTER ->
          new CounterSnapshot(metadata, points.stream().map(Exposition::counter).toList());
      case INFO -> new InfoSnapshot(metadata, points.stream().map(Exposition::info).toList());
      case SUMMARY ->
          new SummarySnapshot(metadata, points.stream().map(Exposition::summary).toList());
    };
  }

  private static GaugeDataPointSnapshot gauge(Point point) {
    return GaugeDataPointSnapshot.builder().value(point.value()).labels(point.labels()).build();
  }

  private static CounterDataPointSnapshot counter(Point point) {
    return CounterDataPointSnapshot.builder().value(point.value()).labels(point.labels()).build();
  }

  private static InfoDataPointSnapshot info(Point point) {
    return InfoDataPointSnapshot.builder().labels(point.labels()).build();
  }

  private static SummaryDataPointSnapshot summary(Point point) {
    return SummaryDataPointSnapshot.builder()
        .count(point.count())
        .sum(point.value())
        .labels(point.labels())
        .build();
  }
}
