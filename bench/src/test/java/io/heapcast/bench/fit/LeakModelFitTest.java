package io.heapcast.bench.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Part;
import io.heapcast.detector.model.WrittenTrees;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class LeakModelFitTest {

  private static final Path TABLE = Path.of("model/features.csv.gz");
  private static final Path MODEL =
      Path.of("../detector/src/main/resources/io/heapcast/detector/model/leak-model.txt");

  @Test
  void aSeedGivesOneModel() throws IOException {
    FeatureTable part = every(7, FeatureTable.read(TABLE));
    FitSettings settings = new FitSettings();
    settings.trees = 25;
    settings.folds = 3;
    String once = model(part, settings);
    assertThat(model(part, settings)).isEqualTo(once);
    BoostedTrees first = trees(part, settings);
    BoostedTrees second = trees(part, settings);
    assertThat(second.logits(part.rows())).isEqualTo(first.logits(part.rows()));
    settings.seed = 2;
    assertThat(model(part, settings)).isNotEqualTo(once);
  }

  @Test
  void whatIsWrittenSaysWhatWasFitted() {
    FeatureTable part = every(7, FeatureTable.read(TABLE));
    Set<String> unseen = Set.of("COLLECTOR_CLASS", "LEVEL");
    BoostedTrees trees = BoostedTrees.fit(part.rows(), part.names(), unseen, new FitSettings());
    assertSame(part, text(out -> trees.write(out, part.rows().get(0))), trees.logits(part.rows()));
    ForecastFit forecast = ForecastFit.of(part, 0.9, unseen, 1);
    assertSame(part, text(forecast::write), forecast.foretold(part.rows()));
  }

  /** Numbers are written with six digits: a reading on a split may fall to its other side. */
  private static void assertSame(FeatureTable part, String text, double[] fitted) {
    double[][] features = part.rows().stream().map(FeatureRow::features).toArray(double[][]::new);
    double[] written = WrittenTrees.sums(text, features);
    long same =
        IntStream.range(0, fitted.length)
            .filter(i -> Math.abs(written[i] - fitted[i]) < 1e-4)
            .count();
    assertThat(same).isGreaterThan(Math.round(0.99 * fitted.length));
  }

  private static String text(Consumer<PrintWriter> written) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text);
    written.accept(writer);
    writer.flush();
    return text.toString();
  }

  @Test
  void theTableHoldsNoJudgingFamily() throws IOException {
    assertThat(FeatureTable.read(TABLE).rows())
        .extracting(FeatureRow::family)
        .isNotEmpty()
        .allSatisfy(id -> assertThat(Families.of(id).part()).isNotEqualTo(Part.JUDGING));
  }

  /** A minute of CPU. */
  @Test
  @EnabledIfSystemProperty(named = "heapcast.heavy", matches = "true")
  void theModelIsWhatTheTableGives() throws IOException {
    assertThat(model(FeatureTable.read(TABLE), new FitSettings()))
        .isEqualTo(Files.readString(MODEL));
  }

  private static BoostedTrees trees(FeatureTable table, FitSettings settings) {
    return BoostedTrees.fit(table.rows(), table.names(), Set.of(), settings);
  }

  private static String model(FeatureTable table, FitSettings settings) {
    return text(LeakModelFit.of(table, settings)::write);
  }

  private static FeatureTable every(int step, FeatureTable table) {
    List<FeatureRow> rows =
        IntStream.range(0, table.rows().size())
            .filter(i -> i % step == 0)
            .mapToObj(table.rows()::get)
            .toList();
    return new FeatureTable(table.names(), rows);
  }
}
