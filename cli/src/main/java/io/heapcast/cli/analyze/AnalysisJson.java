package io.heapcast.cli.analyze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An analysis as a document of the schema {@value #SCHEMA}: times RFC 3339 in UTC, what is not
 * known is null. The same analysis always gives the same bytes.
 */
final class AnalysisJson {

  static final String SCHEMA = "heapcast.analysis/v1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Analysis analysis;

  private AnalysisJson(Analysis analysis) {
    this.analysis = analysis;
  }

  /** The document, in one line without its end. */
  static String of(Analysis analysis) {
    try {
      return JSON.writeValueAsString(new AnalysisJson(analysis).document());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // a tree is always writable
    }
  }

  private ObjectNode document() {
    ObjectNode document = JSON.createObjectNode().put("schema", SCHEMA);
    document
        .putObject("source")
        .put("path", analysis.path().toString())
        .put("kind", analysis.kind().word())
        .put("start", text(analysis.start()))
        .put("end", text(analysis.end()));
    JvmInfo jvm = analysis.jvm();
    document
        .putObject("jvm")
        .put("id", jvm.getJvmId())
        .put("mainClass", jvm.hasMainClass() ? jvm.getMainClass() : null)
        .put("jdk", jvm.hasJdkVersion() ? jvm.getJdkVersion() : null)
        .put("collector", Words.collector(jvm.getCollector()))
        .put("maxHeapBytes", jvm.hasMaxHeapBytes() ? (Long) jvm.getMaxHeapBytes() : null);
    ArrayNode resources = document.putArray("resources");
    analysis.resources().forEach(verdict -> resources.add(resource(verdict)));
    document.putArray("suspects");
    return document;
  }

  private ObjectNode resource(ResourceVerdict verdict) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("resource", verdict.getResource().name().toLowerCase(Locale.ROOT))
            .put("state", verdict.getState().name())
            .put("probability", verdict.hasProbability() ? rounded(verdict.getProbability()) : null)
            .put("alertTime", time(verdict.hasAlertTimeMs(), verdict.getAlertTimeMs()))
            .put("resolvedTime", time(verdict.hasResolvedMs(), verdict.getResolvedMs()))
            .put("inflectionTime", time(verdict.hasInflectionMs(), verdict.getInflectionMs()));
    if (verdict.hasInflectionLowMs() && verdict.hasInflectionHighMs()) {
      node.putArray("inflectionInterval")
          .add(time(true, verdict.getInflectionLowMs()))
          .add(time(true, verdict.getInflectionHighMs()));
    } else {
      node.putNull("inflectionInterval");
    }
    node.put(
        "growthBytesPerHour",
        verdict.hasGrowthPerHour() ? rounded(verdict.getGrowthPerHour()) : null);
    exhaustion(node, verdict);
    ArrayNode reasons = node.putArray("reasons");
    reasons(reasons, verdict.getReasonsForList());
    reasons(reasons, verdict.getReasonsAgainstList());
    return node;
  }

  private void exhaustion(ObjectNode node, ResourceVerdict verdict) {
    if (!verdict.hasExhaustionP50S()) {
      node.putNull("exhaustionTime");
      return;
    }
    node.putObject("exhaustionTime")
        .put("p10", after(verdict.hasExhaustionP10S(), verdict.getExhaustionP10S()))
        .put("p50", after(verdict.hasExhaustionP50S(), verdict.getExhaustionP50S()))
        .put("p90", after(verdict.hasExhaustionP90S(), verdict.getExhaustionP90S()));
  }

  private @Nullable String after(boolean known, double seconds) {
    return known ? text(Words.after(analysis.asOf(), seconds)) : null;
  }

  private static void reasons(ArrayNode node, List<Reason> reasons) {
    reasons.forEach(
        reason -> node.addObject().put("code", reason.getCode()).put("text", reason.getText()));
  }

  private static @Nullable String time(boolean known, long timeMs) {
    return known ? text(Instant.ofEpochMilli(timeMs)) : null;
  }

  private static String text(Instant time) {
    return time.toString();
  }

  /** To six digits: more would be noise. */
  private static Double rounded(double value) {
    return Double.valueOf(String.format(Locale.ROOT, "%.6g", value));
  }
}
