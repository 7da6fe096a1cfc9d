package io.heapcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.cli.demo.ChildEnd.How;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoJsonTest {

  @Test
  void isTheDocumentThatProgramsRead() {
    assertThat(DemoJson.of(Scenes.over().subList(0, 2)))
        .isEqualTo(
            """
            {
              "schema" : "heapcast.demo/v1",
              "jvms" : [ {
                "id" : "host/4711@1795247060",
                "role" : "leaking",
                "collector" : "G1",
                "alertTime" : "2026-11-21T07:46:40Z",
                "endTime" : "2026-11-21T07:48:00Z",
                "end" : "OutOfMemoryError",
                "forecastAtAlert" : {
                  "p10" : "2026-11-21T07:47:40Z",
                  "p50" : "2026-11-21T07:48:05Z",
                  "p90" : "2026-11-21T07:48:50Z"
                }
              }, {
                "id" : "host/4712@1795247060",
                "role" : "healthy",
                "collector" : "Parallel",
                "alertTime" : null,
                "endTime" : "2026-11-21T07:48:12.345Z",
                "end" : "stopped",
                "forecastAtAlert" : null
              } ]
            }
            """);
  }

  @Test
  void anEndThatIsNeitherIsAbsent() {
    assertThat(DemoJson.of(List.of(Scenes.filling().with(Scenes.end(How.DIED)))))
        .contains("\"end\" : null", "\"endTime\" : \"2026-11-21T07:48:00Z\"");
  }

  @Test
  void aJvmThatWasNeverFoundGoesByItsServiceName() {
    assertThat(DemoJson.of(List.of(Scenes.starting(Cast.CART))))
        .contains("\"id\" : \"cart-service\"", "\"endTime\" : null");
  }
}
