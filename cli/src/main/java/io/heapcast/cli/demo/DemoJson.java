package io.heapcast.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code --json} writes: schema {@value #SCHEMA}, times RFC 3339 in UTC, absent is null. */
final class DemoJson {

  static final String SCHEMA = "heapcast.demo/v1";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private DemoJson() {}

  static String of(List<DemoJvm> jvms) {
    ObjectNode document = JSON.createObjectNode().put("schema", SCHEMA);
    var array = document.putArray("jvms");
    jvms.forEach(jvm -> array.add(node(jvm)));
    try {
      return JSON.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // a tree is always writable
    }
  }

  private static ObjectNode node(DemoJvm jvm) {
    Alerted alerted = jvm.alerted();
    ChildEnd end = jvm.end();
    ObjectNode node =
        JSON.createObjectNode()
            .put("id", jvm.id())
            .put("role", jvm.service().role().word())
            .put("collector", jvm.service().gc().label())
            .put("alertTime", alerted == null ? null : text(alerted.time()))
            .put("endTime", end == null ? null : text(end.time()))
            .put("end", end == null ? null : how(end));
    if (alerted == null) {
      return node.putNull("forecastAtAlert");
    }
    node.putObject("forecastAtAlert")
        .put("p10", text(alerted.forecastP10()))
        .put("p50", text(alerted.forecastP50()))
        .put("p90", text(alerted.forecastP90()));
    return node;
  }

  private static @Nullable String how(ChildEnd end) {
    return switch (end.how()) {
      case OUT_OF_MEMORY_ERROR -> "OutOfMemoryError";
      case STOPPED -> "stopped";
      case DIED -> null;
    };
  }

  private static @Nullable String text(Optional<Instant> time) {
    return time.map(DemoJson::text).orElse(null);
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
