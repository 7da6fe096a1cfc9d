package io.heapcast.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heapcast.telemetry.v1.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalysisJsonTest {

  @Test
  void aLeakIsToldWithAllItsTimes() {
    assertThat(AnalysisJson.of(Verdicts.of(Verdicts.leak())))
        .startsWith(
            """
            {"schema":"heapcast.analysis/v1",\
            "source":{"path":"soak.jfr","kind":"jfr",\
            "start":"2026-05-01T14:02:11Z","end":"2026-05-01T14:12:04.250Z"},\
            "jvm":{"id":"soak/4711@1777644120","mainClass":"com.acme.Cart","jdk":"17.0.15",\
            "collector":"G1","maxHeapBytes":134217728},\
            "resources":[{"resource":"heap","state":"LEAK","probability":0.973457,\
            "alertTime":"2026-05-01T14:07:11Z","resolvedTime":null,\
            "inflectionTime":"2026-05-01T14:04:11Z",\
            "inflectionInterval":["2026-05-01T14:04:01Z","2026-05-01T14:04:21.500Z"],\
            "growthBytesPerHour":4.71859E8,\
            "exhaustionTime":{"p10":"2026-05-01T14:16:40Z","p50":"2026-05-01T14:17:00Z",\
            "p90":"2026-05-01T14:18:00Z"},\
            "reasons":[{"code":"growth","text":"live set up 60.0 MiB over 24 floors, z 8.1"},""")
        .endsWith("\"suspects\":[]}");
  }

  @Test
  void whatIsNotKnownIsNullAndAllFiveResourcesAreThere() throws IOException {
    String json = AnalysisJson.of(Verdicts.of(Verdicts.unknown(Resource.HEAP)));
    JsonNode resources = new ObjectMapper().readTree(json).get("resources");
    List<String> names = new ArrayList<>();
    for (JsonNode resource : resources) {
      names.add(resource.get("resource").textValue());
      assertThat(resource.get("state").textValue()).isEqualTo("UNKNOWN");
      assertThat(resource.get("reasons")).isNotEmpty();
      for (String field :
          List.of(
              "probability",
              "alertTime",
              "resolvedTime",
              "inflectionTime",
              "inflectionInterval",
              "growthBytesPerHour",
              "exhaustionTime")) {
        assertThat(resource.get(field).isNull()).as(field).isTrue();
      }
    }
    assertThat(names).containsExactly("heap", "metaspace", "threads", "direct", "native");
  }
}
