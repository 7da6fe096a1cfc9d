package io.heapcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaletteTest {

  private static final double TEXT = 4.5;
  private static final double SHAPES = 3;

  @ParameterizedTest
  @CsvSource({
    "ink, paper",
    "ink, surface",
    "ink, raised",
    "ink, subject-tint",
    "ink, wrong-tint",
    "muted, paper",
    "muted, surface",
    "muted, raised",
    "muted, subject-tint",
    "subject, paper",
    "subject, surface",
    "wrong, paper",
    "wrong, raised",
    "on-fill, subject",
    "ink, right-0",
    "ink, right-1",
    "ink, right-2",
    "ink, right-3",
    "ink, right-4",
    "ink, wrong-0",
    "ink, wrong-1",
    "ink, wrong-2",
    "ink, wrong-3",
    "ink, wrong-4"
  })
  @DisplayName("text can be read on what it stands on (WCAG 2.2 AA)")
  void text(String text, String ground) {
    assertThat(contrast(Palette.LIGHT, text, ground)).as("light").isGreaterThanOrEqualTo(TEXT);
    assertThat(contrast(Palette.DARK, text, ground)).as("dark").isGreaterThanOrEqualTo(TEXT);
  }

  @ParameterizedTest
  @CsvSource({"rival, paper", "rival, surface", "wrong, wrong-tint", "subject, wrong-tint"})
  @DisplayName("lines and marks can be seen on what they stand on")
  void shapes(String shape, String ground) {
    assertThat(contrast(Palette.LIGHT, shape, ground)).as("light").isGreaterThanOrEqualTo(SHAPES);
    assertThat(contrast(Palette.DARK, shape, ground)).as("dark").isGreaterThanOrEqualTo(SHAPES);
  }

  /** Viénot, Brettel and Mollon 1999: what is left of red and green. */
  @ParameterizedTest
  @CsvSource({"0.11238, 0.88762", "0.29275, 0.70725"})
  @DisplayName("right and wrong differ for people who see no red or no green")
  void colourBlind(double red, double green) {
    for (Palette palette : new Palette[] {Palette.LIGHT, Palette.DARK}) {
      double[] right = linear(palette, "subject");
      double[] wrong = linear(palette, "wrong");
      double yellow = Math.abs(red * (right[0] - wrong[0]) + green * (right[1] - wrong[1]));
      double blue = Math.abs(right[2] - wrong[2]);
      assertThat(yellow + blue).as(palette.id()).isGreaterThan(0.3);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.004, 0", "0.01, 1", "0.24, 1", "0.25, 2", "0.5, 3", "0.75, 4", "1, 4"})
  @DisplayName("only nothing has the colour of nothing")
  void step(double share, int step) {
    assertThat(Palette.step(share)).isEqualTo(step);
  }

  private static double contrast(Palette palette, String one, String other) {
    double a = luminance(linear(palette, one));
    double b = luminance(linear(palette, other));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  private static double[] linear(Palette palette, String name) {
    Map<String, String> colours = palette.colours();
    assertThat(colours).containsKey(name);
    int rgb = Integer.parseInt(colours.getOrDefault(name, "#000000").substring(1), 16);
    return new double[] {linear(rgb >> 16 & 255), linear(rgb >> 8 & 255), linear(rgb & 255)};
  }

  private static double linear(int value) {
    double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : StrictMath.pow((share + 0.055) / 1.055, 2.4);
  }
}
