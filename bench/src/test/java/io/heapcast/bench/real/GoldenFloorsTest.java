package io.heapcast.bench.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Watch;
import io.heapcast.bench.run.CasePlayer;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Knot;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The live-set floors of recorded JVMs of every collector, as they were read when they were looked
 * at: seconds since the first floor, MiB, quality. With {@code -Dheapcast.golden=write} they are
 * written anew, to be looked at again.
 */
class GoldenFloorsTest {

  private static final Path FLOORS = Path.of("src/test/resources/floors");
  private static final double MIB = 1 << 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "static-map/serial/17/48m/1",
        "static-map/parallel/25/48m/1",
        "static-map/g1/17/96m/1",
        "static-map/z/25/80m/1",
        "steady/serial/17/96m/1",
        "steady/parallel/25/48m/1",
        "steady/g1/17/64m/1",
        "steady/shenandoah/17/64m/1",
      })
  void aRecordedJvmGivesItsFloors(String id) throws IOException {
    Case recorded =
        RealCases.cases(Path.of("real"))
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow();
    Listening listening = new Listening();
    new CasePlayer(List.of(listening)).play(recorded);
    String floors = text(listening.heap());
    Path golden = FLOORS.resolve(id.replace('/', '-') + ".txt");
    if (System.getProperty("heapcast.golden", "").equals("write")) {
      Files.createDirectories(FLOORS);
      Files.writeString(golden, floors);
    }
    assertThat(floors).isEqualTo(Files.readString(golden));
  }

  private static String text(ResourceVerdict heap) {
    List<String> lines = new ArrayList<>();
    long firstMs = heap.getKnots(0).getTimeMs();
    for (Knot knot : heap.getKnotsList()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%.1f %.2f %d",
              (knot.getTimeMs() - firstMs) / 1e3,
              knot.getValue() / MIB,
              knot.getQuality()));
    }
    return String.join("\n", lines) + "\n";
  }

  /** Keeps the last verdict. */
  private static final class Listening implements Contender, Watch {

    private final JvmDetector detector = new JvmDetector();
    private @Nullable JvmVerdict last;

    ResourceVerdict heap() {
      return Objects.requireNonNull(last).getResourcesList().stream()
          .filter(resource -> resource.getResource() == Resource.HEAP)
          .findFirst()
          .orElseThrow();
    }

    @Override
    public List<Opinion> accept(JvmWindow window) {
      detector.accept(window).ifPresent(verdict -> last = verdict);
      return List.of();
    }

    @Override
    public String name() {
      return "floors";
    }

    @Override
    public String about() {
      return "Keeps what the detector read.";
    }

    @Override
    public Watch watch(Case watched, String jvmId) {
      return this;
    }
  }
}
