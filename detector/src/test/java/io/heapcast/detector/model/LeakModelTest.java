package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakModelTest {

  private static final String FEATURES =
      "format 2\nfeatures " + String.join(" ", JvmDetector.featureNames()) + "\n";

  private static final String SCORE =
      "trees 2\nbase 0.5\ntree s 0 0.5 l -1 l 1\ntree l 0.25\ncalibration -1:0.1 1:0.5 2:0.9\n";

  private static final String SCORES = "score tested\n" + SCORE + "score untested\n" + SCORE;

  private static final String FORECASTS =
      """
      forecast p10
      trees 1
      base -1
      tree s 0 0.5 l 0 l 3
      forecast p50
      trees 0
      base 1
      forecast p90
      trees 0
      base 2
      """;

  private static final String WHOLE = SCORES + FORECASTS;

  @Test
  void aScoreIsTheSumOfItsTreesCalibrated() throws IOException {
    Score score = read(FEATURES + WHOLE).score();
    double[] features = new double[Feature.COUNT];
    assertThat(score.probability(features)).as("logit −0.25").isCloseTo(0.25, within(1e-9));
    features[0] = 1;
    assertThat(score.probability(features)).as("logit 1.75").isCloseTo(0.8, within(1e-9));
  }

  @Test
  void beyondItsTableTheCalibrationIsLevel() {
    Calibration calibration = new Calibration(new double[] {-1, 1}, new double[] {0.2, 0.7});
    assertThat(calibration.probability(-9)).isEqualTo(0.2);
    assertThat(calibration.probability(9)).isEqualTo(0.7);
  }

  @Test
  void aTreeOfManyNodesGoesTheWayItsTextSays() {
    Trees trees = new Trees(10, List.of("s 0 1 s 1 1 l 1 l 2 s 2 1 l 3 l 4"));
    assertThat(trees.sum(new double[] {0, 0, 0})).isEqualTo(11);
    assertThat(trees.sum(new double[] {0, 2, 0})).isEqualTo(12);
    assertThat(trees.sum(new double[] {2, 0, 0})).isEqualTo(13);
    assertThat(trees.sum(new double[] {2, 0, 2})).isEqualTo(14);
  }

  @Test
  void quantilesOfAForecastAreFactorsThatDoNotCross() throws IOException {
    ForecastErrors errors = read(FEATURES + WHOLE).errors();
    double[] features = new double[Feature.COUNT];
    assertThat(errors.factors(features))
        .isEqualTo(
            new ForecastErrors.Factors(StrictMath.exp(-1), StrictMath.exp(1), StrictMath.exp(2)));
    features[0] = 1;
    assertThat(errors.factors(features))
        .as("p10 alone would be exp(2)")
        .isEqualTo(
            new ForecastErrors.Factors(StrictMath.exp(1), StrictMath.exp(1), StrictMath.exp(2)));
  }

  @Test
  void aModelForOtherFeaturesIsRefused() {
    assertThatThrownBy(() -> read("format 2\nfeatures A B\n" + WHOLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("leak model: found features 'A B', expected 'HEAP_TESTED ")
        .hasMessageEndingWith("run 'leakbench fit'");
    assertThatThrownBy(() -> read("format 2\nfeatures\n" + WHOLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("leak model: found features '', expected 'HEAP_TESTED ");
  }

  @Test
  void aModelWithoutOneOfItsPartsIsRefused() {
    assertThatThrownBy(() -> read(FEATURES + "score tested\n" + SCORE + FORECASTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "leak model: found calibrations of [score tested], expected 'score untested' among"
                + " them");
    assertThatThrownBy(() -> read(FEATURES + SCORES + "forecast p10\ntrees 0\nbase 1\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "leak model: found trees of [forecast p10, score tested, score untested], expected"
                + " 'forecast p50' among them");
  }

  @Test
  void aModelThatDoesNotSayForWhichFeaturesIsRefused() {
    assertThatThrownBy(() -> read("format 2\n" + WHOLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("leak model: found no line 'features', expected the names of its features");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tree s 0 0.5 l -1",
        "tree s 0 0.5 l",
        "tree s 0",
        "tree s 999 0.5 l 1 l 2",
        "tree s -1 0.5 l 1 l 2",
        "base",
        "calibration 0.5 1",
      })
  void aLineThatIsCutOffIsNamed(String line) {
    assertThatThrownBy(() -> read(FEATURES + "score tested\n" + line + "\n" + WHOLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "leak model, line 4: found '%s', expected a whole line as 'leakbench fit' writes it",
            line);
  }

  @Test
  void aModelOfAnotherFormatIsRefused() {
    for (String other : List.of(FEATURES + WHOLE, "format 2\nfeatures A B\ntree ?\n")) {
      assertThatThrownBy(() -> read(other.replace("format 2", "format 1")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("leak model: found format '1', expected '2'; run 'leakbench fit'");
    }
  }

  /** Every line of it says something. */
  @Test
  void aModelThatIsCutOffAnywhereIsRefused() throws IOException {
    String[] lines = (FEATURES + WHOLE).split("\n", -1);
    for (int length = 0; length < lines.length - 1; length++) {
      String cut = String.join("\n", List.of(lines).subList(0, length));
      assertThatThrownBy(() -> read(cut))
          .as("the first %d lines", length)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("leak model");
    }
    read(String.join("\n", lines));
  }

  @Test
  void aCalibrationThatDoesNotRiseIsRefused() {
    for (String falls : List.of("-1:0.1 1:0.5 1:0.9", "-1:0.1 1:0.5 2:0.4")) {
      assertThatThrownBy(() -> Calibration.parse("score tested", falls))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("after '1:0.5', expected rising pairs");
    }
  }

  @Test
  void aTreeWithWordsLeftOverIsRefused() {
    assertThatThrownBy(() -> new Trees(0, List.of("l 1 l 2")))
        .hasMessage("leak model: a tree has words left over: l 1 l 2");
  }

  private static LeakModel read(String text) throws IOException {
    return LeakModel.read(new BufferedReader(new StringReader(text)));
  }
}
