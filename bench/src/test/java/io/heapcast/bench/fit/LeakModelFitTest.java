package io.heapcast.bench.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text);
    LeakModelFit.of(table, settings).write(writer);
    writer.flush();
    return text.toString();
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
