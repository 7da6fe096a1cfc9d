package io.heapcast.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.score.Detection;
import io.heapcast.bench.score.Estimate;
import io.heapcast.bench.score.Interval95;
import io.heapcast.bench.score.Outcome;
import io.heapcast.bench.score.Results;
import io.heapcast.bench.score.Results.Cut;
import io.heapcast.bench.score.Score;
import io.heapcast.bench.score.Score.Quality;
import io.heapcast.bench.score.Scoring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Everything that was scored, for machines: {@code leakbench.json}. What nothing tells is null;
 * times are milliseconds since the epoch in the run's event time.
 */
final class ResultJson {

  static final String SCHEMA = "heapcast.leakbench/v1";

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ResultJson() {}

  /** Writes the file. */
  static void write(Path file, RunFacts facts, List<Contender> contenders, Results results)
      throws IOException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("schema", SCHEMA);
    root.put("seed", facts.seed());
    root.put("scale", facts.scale());
    root.put("command", facts.command());
    root.put("date", facts.date().toString());
    root.put("tookSeconds", facts.took().toSeconds());
    root.put("machine", facts.machine());
    ObjectNode versions = root.putObject("versions");
    facts.versions().forEach(versions::put);
    ArrayNode names = root.putArray("contenders");
    contenders.forEach(one -> names.addObject().put("name", one.name()).put("about", one.about()));
    ArrayNode groups = root.putArray("scores");
    group(groups, "headline", results.headline(), results);
    results.parts().forEach(cut -> group(groups, "part", cut, results));
    results.tiers().forEach(cut -> group(groups, "tier", cut, results));
    results.collectors().forEach(cut -> group(groups, "collector", cut, results));
    results.families().forEach(cut -> group(groups, "family", cut, results));
    ArrayNode outcomes = root.putArray("outcomes");
    results.outcomes().forEach(outcome -> outcome(outcomes.addObject(), outcome));
    MAPPER.writeValue(file.toFile(), root);
  }

  private static void group(ArrayNode groups, String kind, Cut cut, Results results) {
    ObjectNode group = groups.addObject().put("kind", kind).put("title", cut.title());
    ArrayNode rows = group.putArray("rows");
    results.scores(cut).forEach(score -> score(rows.addObject(), score));
  }

  private static void score(ObjectNode row, Score score) {
    row.put("contender", score.contender());
    row.put("leakingRuns", score.leakingRuns()).put("healthyRuns", score.healthyRuns());
    row.put("found", score.found()).put("falseAlarmRuns", score.falseAlarmRuns());
    detection(row.putObject("macro"), score.macro());
    detection(row.putObject("micro"), score.micro());
    interval(row.putObject("falseAlarmShare"), score.falseAlarmShare());
    interval(row.putObject("falseAlarmsPerJvmWeek"), score.falseAlarmsPerWeek());
    put(row, "healthyJvmWeeks", score.healthyWeeks());
    put(row, "leadMedian", score.leadMedian());
    put(row, "leadTenth", score.leadTenth());
    put(row, "leadHoursMedian", score.leadHoursMedian());
    quality(row.putObject("inflection"), score.inflection());
    ArrayNode forecasts = row.putArray("exhaustion");
    for (int i = 0; i < score.exhaustion().size(); i++) {
      ObjectNode forecast = forecasts.addObject();
      forecast.put("progress", Scoring.PROGRESS.get(i));
      quality(forecast, score.exhaustion().get(i));
    }
    put(row, "named", score.named());
    row.put("namedRuns", score.namedRuns());
    put(row, "brier", score.brier());
    put(row, "calibrationError", score.calibrationError());
    put(row, "transitionsPerAlarmedRun", score.transitionsPerAlarmedRun());
    put(row, "microsPerWindow", score.microsPerWindow());
    row.put("windows", score.windows());
  }

  private static void outcome(ObjectNode row, Outcome outcome) {
    row.put("case", outcome.caseId());
    row.put("tier", outcome.tier().name().toLowerCase(Locale.ROOT));
    row.put("family", outcome.family().id());
    row.put("part", outcome.family().part().name().toLowerCase(Locale.ROOT));
    row.put("collector", outcome.collector().name());
    row.put("label", outcome.label().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    row.put("contender", outcome.contender());
    row.put("found", outcome.found()).put("falseAlarm", outcome.falseAlarm());
    row.put("falseAlarmsWhileHealthy", outcome.falseAlarmsWhileHealthy());
    put(row, "alertMs", outcome.alertMs());
    put(row, "firstFalseMs", outcome.firstFalseMs());
    put(row, "leadMs", outcome.leadMs());
    put(row, "leadFraction", outcome.leadFraction());
    estimate(row, "inflection", outcome.inflection());
    for (int i = 0; i < outcome.exhaustion().size(); i++) {
      String progress = Math.round(100 * Scoring.PROGRESS.get(i)) + "Percent";
      estimate(row, "exhaustionAt" + progress, outcome.exhaustion().get(i).estimate());
    }
    if (outcome.namedRight().isPresent()) {
      row.put("namedRight", outcome.namedRight().get());
    } else {
      row.putNull("namedRight");
    }
    row.put("transitions", outcome.transitions());
    row.put("windows", outcome.windows()).put("healthyWindows", outcome.healthyWindows());
    row.put("cpuNanos", outcome.cpuNanos());
  }

  private static void detection(ObjectNode node, Detection detection) {
    interval(node.putObject("precision"), detection.precision());
    interval(node.putObject("recall"), detection.recall());
    interval(node.putObject("f1"), detection.f1());
  }

  private static void interval(ObjectNode node, Interval95 figure) {
    put(node, "value", figure.value());
    put(node, "low", figure.low());
    put(node, "high", figure.high());
  }

  private static void quality(ObjectNode node, Quality quality) {
    put(node, "medianError", quality.medianError());
    put(node, "coverage", quality.coverage());
    node.put("answered", quality.answered()).put("asked", quality.asked());
  }

  private static void estimate(ObjectNode row, String name, Optional<Estimate> estimate) {
    if (estimate.isPresent()) {
      ObjectNode node = row.putObject(name);
      node.put("error", estimate.get().error()).put("covered", estimate.get().covered());
    } else {
      row.putNull(name);
    }
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static void put(ObjectNode node, String name, OptionalLong value) {
    if (value.isPresent()) {
      node.put(name, value.getAsLong());
    } else {
      node.putNull(name);
    }
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    put(node, name, value.orElse(Double.NaN));
  }
}
