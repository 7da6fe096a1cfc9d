package io.heapcast.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the report as one HTML file that needs no other. */
public final class ReportPage {

  private static final String[][] NAVIGATION = {
    {"#results", "Results"},
    {"#plane", "Precision & recall"},
    {"#lead", "Lead"},
    {"#false-alarms", "False alarms"},
    {"#forecast", "Forecast"},
    {"#families", "Families"},
    {"#splits", "Splits"},
    {"#exhibits", "Misses"},
    {"#method", "Method"}
  };

  private final ReportData data;
  private final Ranking ranking;
  private final FamilyShares shares;
  private final Markup page = new Markup();

  private ReportPage(ReportData data) {
    this.data = data;
    this.ranking = new Ranking(data);
    this.shares = new FamilyShares(data.runs());
  }

  /**
   * Writes the page; the same data makes the same bytes.
   *
   * @param file written anew; its folder is made where it is missing
   */
  public static void write(ReportData data, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, html(data));
  }

  /** The page. */
  static String html(ReportData data) {
    return new ReportPage(data).html();
  }

  private String html() {
    page.trusted("<!DOCTYPE html>").line().open("html", "lang", "en");
    head();
    page.open("body");
    navigation();
    page.open("main");
    new FirstScreen(data, ranking, shares).write(page);
    results();
    new PrecisionRecallPlot(ranking).write(page);
    new LeadPlot(ranking, data.runs()).write(page);
    new FalseAlarmPlot(ranking).write(page);
    new ForecastPlot(ranking).write(page);
    new FamilyHeat(ranking, shares).write(page);
    new Splits(ranking).write(page, data.splits());
    new Exhibits(data, ranking).write(page);
    new Method(data, ranking).write(page);
    page.close();
    page.leaf(
        "footer",
        "LeakBench, the benchmark of Heapcast. Same code, same seed: the same figures, costs excepted.");
    inline("script", "report.js");
    page.close().close().line();
    return page.toString();
  }

  private void head() {
    page.open("head")
        .empty("meta", "charset", "utf-8")
        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .leaf("title", "LeakBench · " + data.facts().date())
        .open("style")
        .trusted("/*<![CDATA[*/\n" + Palette.css() + resource("report.css") + "/*]]>*/")
        .close();
    inline("script", "theme.js");
    page.close().line();
  }

  private void navigation() {
    page.open("nav", "aria-label", "Parts of this page")
        .leaf("a", "LeakBench", "href", "#top", "class", "wordmark")
        .open("div", "class", "links");
    for (String[] link : NAVIGATION) {
      page.leaf("a", link[1], "href", link[0]);
    }
    page.close()
        .leaf(
            "button",
            "◐",
            "type",
            "button",
            "id",
            "theme",
            "title",
            "Light or dark",
            "aria-label",
            "Switch between light and dark")
        .close()
        .line();
  }

  private void results() {
    page.open("section", "class", "part", "id", "results")
        .leaf("h2", "The contenders")
        .leaf("p", data.headline().what(), "class", "intro");
    page.leaf(
        "p",
        Words.capital(data.headline().title())
            + ". Small figures are 95 % intervals, or how often the truth was covered. The best of"
            + " each column is bold and underlined. Click the head of a column to sort by it.",
        "class",
        "note");
    new ScoreTable(ranking, data.headline().rows(), true).write(page, data.headline().title());
    Method.glossary(page);
    new FurtherTable(ranking).write(page);
    page.close().line();
  }

  private void inline(String element, String name) {
    page.open(element).trusted("//<![CDATA[\n" + resource(name) + "//]]>").close();
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
