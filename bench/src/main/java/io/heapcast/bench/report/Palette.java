package io.heapcast.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The colours of the page, light and dark, as CSS variables. Blue stands for right and for the
 * subject, vermilion for wrong: a pair that colour-blind people tell apart; shape or words always
 * say the same. A test computes the contrasts.
 */
record Palette(String id, Map<String, String> named, List<String> right, List<String> wrong) {

  static final Palette LIGHT =
      new Palette(
          "light",
          Map.ofEntries(
              Map.entry("paper", "#faf9f6"),
              Map.entry("surface", "#ffffff"),
              Map.entry("raised", "#f1efe9"),
              Map.entry("ink", "#1a1c20"),
              Map.entry("muted", "#595e68"),
              Map.entry("rule", "#dcd9d1"),
              Map.entry("grid", "#e7e4dc"),
              Map.entry("rival", "#767b86"),
              Map.entry("subject", "#0a5ba8"),
              Map.entry("subject-tint", "#e6f0fa"),
              Map.entry("wrong", "#b23a00"),
              Map.entry("wrong-tint", "#fbe9df"),
              Map.entry("on-fill", "#ffffff")),
          List.of("#f4f7fb", "#dfeaf6", "#c3d9f0", "#a0c4e8", "#7fb0e0"),
          List.of("#fcf6f2", "#fae3d5", "#f7ccb2", "#f3b18b", "#ee9a6b"));

  static final Palette DARK =
      new Palette(
          "dark",
          Map.ofEntries(
              Map.entry("paper", "#131519"),
              Map.entry("surface", "#1a1d22"),
              Map.entry("raised", "#24282f"),
              Map.entry("ink", "#eceae5"),
              Map.entry("muted", "#a6acb8"),
              Map.entry("rule", "#363b44"),
              Map.entry("grid", "#2b3038"),
              Map.entry("rival", "#8d94a1"),
              Map.entry("subject", "#6db4ff"),
              Map.entry("subject-tint", "#16283b"),
              Map.entry("wrong", "#ff9a66"),
              Map.entry("wrong-tint", "#3a2318"),
              Map.entry("on-fill", "#0d1014")),
          List.of("#1c222a", "#1b2f45", "#1c3d60", "#1f4b7b", "#255a94"),
          List.of("#26211e", "#40291c", "#59321d", "#733b1d", "#8a451f"));

  /** Steps of the heat scales. */
  static final int STEPS = 5;

  /** Name to colour, {@code #rrggbb}, in a fixed order. */
  Map<String, String> colours() {
    Map<String, String> colours = new LinkedHashMap<>();
    named.keySet().stream().sorted().forEach(name -> colours.put(name, named.get(name)));
    for (int step = 0; step < STEPS; step++) {
      colours.put("right-" + step, right.get(step));
      colours.put("wrong-" + step, wrong.get(step));
    }
    return colours;
  }

  /** Rules for the whole page: by the reader's system, or by the reader's choice. */
  static String css() {
    return ":root{"
        + LIGHT.variables()
        + "}\n@media (prefers-color-scheme:dark){:root:not([data-theme=light]){"
        + DARK.variables()
        + "}}\n:root[data-theme=dark]{"
        + DARK.variables()
        + "}\n@media print{:root,:root[data-theme=dark],:root:not([data-theme=light]){"
        + LIGHT.variables()
        + "}}\n";
  }

  /** The step of a part of a whole: 0 is its own step only where it is (nearly) nothing. */
  static int step(double share) {
    return share < 0.005 ? 0 : Math.min(STEPS - 1, 1 + (int) (share * (STEPS - 1)));
  }

  private String variables() {
    StringBuilder variables = new StringBuilder("color-scheme:" + id);
    colours()
        .forEach((name, colour) -> variables.append(";--").append(name).append(':').append(colour));
    return variables.toString();
  }
}
