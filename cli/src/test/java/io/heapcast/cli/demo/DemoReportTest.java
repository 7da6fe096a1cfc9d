package io.heapcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.cli.demo.ChildEnd.How;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoReportTest {

  private final DemoReport report = new DemoReport(ZoneOffset.UTC, Style.PLAIN);

  @Test
  void putsWhatWasPredictedBesideWhatWasSeen() {
    assertThat(text(Scenes.over()))
        .isEqualTo(
            """
             PREDICTED AND SEEN

                            predicted at the alert            seen
             leak began     07:45:12 (07:45:02 – 07:45:20)    07:45:05   7 s off, inside the interval
             heap full      07:48:05 (07:47:40 – 07:48:50)    07:48:00   5 s off, inside the interval
             alert          07:46:40, 1 min 20 s before the OutOfMemoryError: 46 % of the leak's life was left

             neighbours     alert  last state
             catalog-cache  none   cache filling  12 floors; growth is slowing: 44 % of its earlier pace
             session-store  none   healthy        16 floors; rise not significant: z 0.4 of 3.2
             report-batch   none   healthy        16 floors; rise not significant: z 0.4 of 3.2

             The leak was alerted on before it killed its JVM; no neighbour was.\
            """);
  }

  @Test
  void saysPlainlyWhatWasMissed() {
    List<DemoJvm> jvms = new ArrayList<>(Scenes.over());
    jvms.set(0, Scenes.leaking().with(Scenes.end(How.OUT_OF_MEMORY_ERROR)));
    jvms.set(1, Scenes.filling().with(Scenes.alert(Cast.CATALOG, Scenes.NOW)));

    assertThat(text(jvms))
        .contains(
            "heap full      nothing                           07:48:00\n",
            "alert          none\n",
            "catalog-cache  FALSE  cache filling",
            "NOT AS PROMISED: cart-service leaks, but no alert came.",
            "NOT AS PROMISED: catalog-cache is healthy, but was alerted on: a false alarm.");
  }

  @Test
  void aForecastOutsideItsIntervalIsSaidToBe() {
    List<DemoJvm> jvms = new ArrayList<>(Scenes.over());
    ChildEnd early =
        new ChildEnd(How.OUT_OF_MEMORY_ERROR, Scenes.OUT_OF_MEMORY.minusSeconds(60), 3, "");
    jvms.set(0, Scenes.alerted().with(early));

    assertThat(text(jvms)).contains("07:47:00   1 min 5 s off, outside the interval");
  }

  @Test
  void aForecastToTheSecondIsInsideAnyInterval() {
    List<DemoJvm> jvms = new ArrayList<>(Scenes.over());
    Instant foretold = Instant.parse("2026-11-21T07:48:05.900Z");
    jvms.set(0, Scenes.alerted().with(new ChildEnd(How.OUT_OF_MEMORY_ERROR, foretold, 3, "")));

    assertThat(text(jvms)).contains("(07:47:40 – 07:48:50)    07:48:05   to the second\n");
  }

  @Test
  void aLeakThatWasStoppedHasNoEndToCompareWith() {
    List<DemoJvm> jvms = new ArrayList<>(Scenes.over());
    jvms.set(0, Scenes.alerted().with(Scenes.end(How.STOPPED)));

    assertThat(text(jvms))
        .contains("(07:47:40 – 07:48:50)    not yet\n", "alert          07:46:40\n");
  }

  private String text(List<DemoJvm> jvms) {
    return String.join("\n", report.lines(jvms, Scenes.LEAK_SINCE));
  }
}
