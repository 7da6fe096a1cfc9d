package io.heapcast.detector.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was learned: how readings are scored, and how far forecasts are off. A text with one line
 * per thing, written by {@code leakbench fit}.
 */
public final class LeakModel {

  private static final String RESOURCE = "leak-model.txt";

  private static final String FORMAT = "2";

  private static final class Standard {
    static final LeakModel MODEL = load();
  }

  private final Score score;
  private final ForecastErrors errors;
  private final VerdictWriter writer;

  LeakModel(Score score, ForecastErrors errors) {
    this.score = score;
    this.errors = errors;
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

  ForecastErrors errors() {
    return errors;
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
    Map<String, Trees.Builder> ensembles = new HashMap<>();
    Map<String, Calibration> calibrations = new HashMap<>();
    String name = "";
    Trees.Builder trees = new Trees.Builder();
    String format = "";
    boolean checked = false;
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      int space = line.indexOf(' ');
      String rest = space < 0 ? "" : line.substring(space + 1);
      try {
        switch (space < 0 ? line : line.substring(0, space)) {
          case "features" -> checked = check(rest);
          case "score", "forecast" -> {
            name = line;
            trees = new Trees.Builder();
            ensembles.put(name, trees);
          }
          case "format" -> format = checkFormat(rest);
          case "trees" -> trees.count(rest);
          case "base" -> trees.base(rest);
          case "tree" -> trees.tree(rest);
          case "calibration" -> calibrations.put(name, Calibration.parse(name, rest));
          default -> {}
        }
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            "leak model, line %d: found '%s', expected a whole line as 'leakbench fit' writes it"
                .formatted(number, line),
            e);
      }
    }
    checkFormat(format);
    if (!checked) {
      throw new IllegalArgumentException(
          "leak model: found no line 'features', expected the names of its features");
    }
    Score tested = score(ensembles, calibrations, "score tested");
    Score untested = score(ensembles, calibrations, "score untested");
    return new LeakModel(
        features ->
            features[Feature.HEAP_UNTESTED.index()] == 1
                ? untested.probability(features)
                : tested.probability(features),
        new LearnedErrors(
            trees(ensembles, "forecast p10"),
            trees(ensembles, "forecast p50"),
            trees(ensembles, "forecast p90")));
  }

  private static Score score(
      Map<String, Trees.Builder> ensembles, Map<String, Calibration> calibrations, String name) {
    Calibration calibration = calibrations.get(name);
    if (calibration == null) {
      throw missing("calibrations", calibrations.keySet(), name);
    }
    return new TreeScore(trees(ensembles, name), calibration);
  }

  private static Trees trees(Map<String, Trees.Builder> ensembles, String name) {
    Trees.Builder trees = ensembles.get(name);
    if (trees == null) {
      throw missing("trees", ensembles.keySet(), name);
    }
    return trees.build(name);
  }

  private static IllegalArgumentException missing(String what, Set<String> found, String name) {
    return new IllegalArgumentException(
        "leak model: found %s of %s, expected '%s' among them"
            .formatted(what, new TreeSet<>(found), name));
  }

  private static String checkFormat(String found) {
    if (!found.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "leak model: found format '%s', expected '%s'; run 'leakbench fit'"
              .formatted(found, FORMAT));
    }
    return found;
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
