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
      "features " + String.join(" ", JvmDetector.featureNames()) + "\n";

  private static final String SCORE =
      "base 0.5\ntree s 0 0.5 l -1 l 1\ntree l 0.25\ncalibration -1:0.1 1:0.5 2:0.9\n";

  private static final String BOTH = "score tested\n" + SCORE + "score untested\n" + SCORE;

  @Test
  void aScoreIsTheSumOfItsTreesCalibrated() throws IOException {
    Score score = read(FEATURES + BOTH).score();
    double[] features = new double[Feature.COUNT];
    assertThat(score.probability(features)).as("logit −0.25").isCloseTo(0.25, within(1e-9));
    features[0] = 1;
    assertThat(score.probability(features)).as("logit 1.75").isCloseTo(0.8, within(1e-9));
  }

  @Test
  void beyondItsTableTheCalibrationIsLevel() {
    TreeScore score =
        new TreeScore(0, List.of("s 1 0 l -9 l 9"), new double[] {-1, 1}, new double[] {0.2, 0.7});
    double[] features = new double[Feature.COUNT];
    assertThat(score.probability(features)).isEqualTo(0.2);
    features[1] = 1;
    assertThat(score.probability(features)).isEqualTo(0.7);
  }

  @Test
  void aTreeOfManyNodesGoesTheWayItsTextSays() {
    String tree = "s 0 1 s 1 1 l 1 l 2 s 2 1 l 3 l 4";
    double[] x = {-10, 10};
    TreeScore score = new TreeScore(0, List.of(tree), x, x);
    assertThat(score.probability(new double[] {0, 0, 0})).isEqualTo(1);
    assertThat(score.probability(new double[] {0, 2, 0})).isEqualTo(2);
    assertThat(score.probability(new double[] {2, 0, 0})).isEqualTo(3);
    assertThat(score.probability(new double[] {2, 0, 2})).isEqualTo(4);
  }

  @Test
  void aModelForOtherFeaturesIsRefused() {
    assertThatThrownBy(() -> read("features A B\n" + BOTH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("leak model: found features 'A B', expected 'HEAP_TESTED ")
        .hasMessageEndingWith("run 'leakbench fit'");
    assertThatThrownBy(() -> read("features\n" + BOTH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("leak model: found features '', expected 'HEAP_TESTED ");
  }

  @Test
  void aModelWithoutOneOfItsScoresIsRefused() {
    assertThatThrownBy(() -> read(FEATURES + "score tested\n" + SCORE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("leak model: found scores [tested], expected 'untested' among them");
  }

  @Test
  void aModelThatDoesNotSayForWhichFeaturesIsRefused() {
    assertThatThrownBy(() -> read(BOTH))
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
        "forecast 0 0.15 0.9",
      })
  void aLineThatIsCutOffIsNamed(String line) {
    assertThatThrownBy(() -> read(FEATURES + "score tested\n" + line + "\n" + BOTH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "leak model, line 3: found '%s', expected a whole line as 'leakbench fit' writes it",
            line);
  }

  @Test
  void aTreeWithWordsLeftOverIsRefused() {
    double[] none = {0};
    assertThatThrownBy(() -> new TreeScore(0, List.of("l 1 l 2"), none, none))
        .hasMessage("leak model: a tree has words left over: l 1 l 2");
  }

  private static LeakModel read(String text) throws IOException {
    return LeakModel.read(new BufferedReader(new StringReader(text)));
  }
}
