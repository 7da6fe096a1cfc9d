package io.heapcast.detector.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What was learned: how readings are scored, and how far forecasts are off. A text with one line
 * per thing, written by {@code leakbench fit}.
 */
public final class LeakModel {

  private static final String RESOURCE = "leak-model.txt";

  private static final class Standard {
    static final LeakModel MODEL = load();
  }

  private final Score score;
  private final VerdictWriter writer;

  LeakModel(Score score, ForecastErrors errors) {
    this.score = score;
    this.writer = new VerdictWriter(errors);
  }

  /** The model that comes with Heapcast. */
  public static LeakModel standard() {
    return Standard.MODEL;
  }

  /** Rules that anyone can follow instead of a fitted score; forecasts are a guess. */
  public static LeakModel rules() {
    return new LeakModel(new RuleScore(), ForecastErrors.UNKNOWN);
  }

  Score score() {
    return score;
  }

  VerdictWriter writer() {
    return writer;
  }

  private static LeakModel load() {
    try (InputStream in = LeakModel.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        return rules();
      }
      return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException when it is for other features than these, or not whole; says
   *     in which line
   */
  public static LeakModel read(BufferedReader reader) throws IOException {
    Map<String, TreeScore.Builder> scores = new HashMap<>();
    TreeScore.Builder score = new TreeScore.Builder();
    LearnedErrors errors = new LearnedErrors();
    boolean checked = false;
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      int space = line.indexOf(' ');
      String rest = space < 0 ? "" : line.substring(space + 1);
      try {
        switch (space < 0 ? line : line.substring(0, space)) {
          case "features" -> checked = check(rest);
          case "score" -> {
            score = new TreeScore.Builder();
            scores.put(rest, score);
          }
          case "base" -> score.base(rest);
          case "tree" -> score.tree(rest);
          case "calibration" -> score.calibration(rest);
          case "forecast" -> errors.put(rest);
          default -> {}
        }
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            "leak model, line %d: found '%s', expected a whole line as 'leakbench fit' writes it"
                .formatted(number, line),
            e);
      }
    }
    if (!checked) {
      throw new IllegalArgumentException(
          "leak model: found no line 'features', expected the names of its features");
    }
    Score tested = built(scores, "tested");
    Score untested = built(scores, "untested");
    return new LeakModel(
        features ->
            features[Feature.HEAP_UNTESTED.index()] == 1
                ? untested.probability(features)
                : tested.probability(features),
        errors);
  }

  private static Score built(Map<String, TreeScore.Builder> scores, String name) {
    TreeScore.Builder score = scores.get(name);
    if (score == null) {
      throw new IllegalArgumentException(
          "leak model: found scores %s, expected '%s' among them".formatted(scores.keySet(), name));
    }
    return score.build();
  }

  private static boolean check(String found) {
    String expected = String.join(" ", JvmDetector.featureNames());
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          "leak model: found features '%s', expected '%s'; run 'leakbench fit'"
              .formatted(found, expected));
    }
    return true;
  }
}
