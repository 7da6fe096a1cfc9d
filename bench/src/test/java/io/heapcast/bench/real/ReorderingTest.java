package io.heapcast.bench.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Watch;
import io.heapcast.bench.run.CasePlayer;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JFR gives the events of a flush in no order; none of them may matter to a verdict. */
class ReorderingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"static-map/serial/17/48m/1", "static-map/g1/17/96m/1", "static-map/z/25/80m/1"})
  void theOrderOfEventsWithinAFlushChangesNoVerdict(String id) throws IOException {
    Case recorded =
        RealCases.cases(Path.of("real"))
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow();
    List<JvmVerdict> plain = verdicts(recorded);
    assertThat(plain).isNotEmpty();
    for (long seed = 1; seed <= 3; seed++) {
      assertThat(verdicts(shuffled(recorded, seed))).as("seed %d", seed).isEqualTo(plain);
    }
  }

  private static List<JvmVerdict> verdicts(Case recorded) throws IOException {
    Listening listening = new Listening();
    new CasePlayer(List.of(listening)).play(recorded);
    return listening.verdicts;
  }

  private static Case shuffled(Case recorded, long seed) {
    Random random = new Random(seed);
    return new Case(
        recorded.id(),
        recorded.tier(),
        recorded.family(),
        recorded.collector(),
        recorded.truth(),
        recorded.attributes(),
        sink -> recorded.telemetry().play(batch -> sink.accept(shuffled(batch, random))));
  }

  private static TelemetryBatch shuffled(TelemetryBatch batch, Random random) {
    TelemetryBatch.Builder shuffled = batch.toBuilder();
    for (FieldDescriptor field : batch.getAllFields().keySet()) {
      if (field.isRepeated()) {
        List<Object> values = new ArrayList<>((List<?>) batch.getField(field));
        Collections.shuffle(values, random);
        shuffled.setField(field, values);
      }
    }
    return shuffled.build();
  }

  /** Keeps every verdict. */
  private static final class Listening implements Contender, Watch {

    private final JvmDetector detector = new JvmDetector();
    private final List<JvmVerdict> verdicts = new ArrayList<>();

    @Override
    public List<Opinion> accept(JvmWindow window) {
      detector.accept(window).ifPresent(verdicts::add);
      return List.of();
    }

    @Override
    public String name() {
      return "verdicts";
    }

    @Override
    public String about() {
      return "Keeps what the detector said.";
    }

    @Override
    public Watch watch(Case watched, String jvmId) {
      return this;
    }
  }
}
