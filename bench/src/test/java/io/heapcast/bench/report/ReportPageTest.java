package io.heapcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.report.ReportData.Group;
import io.heapcast.bench.report.ReportData.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {

  private static final ReportData SAMPLE = SampleReport.of(7, 12);

  @Test
  void hasItsPartsInOrderAndOneHeadline() throws Exception {
    Page page = Page.of(SAMPLE);
    assertThat(page.all("//h1")).hasSize(1);
    assertThat(page.all("//section[@id]/@id"))
        .containsExactly(
            "results",
            "plane",
            "lead",
            "false-alarms",
            "forecast",
            "families",
            "splits",
            "exhibits",
            "method");
  }

  @Test
  void everyLinkLeadsToAPartOfThePage() throws Exception {
    Page page = Page.of(SAMPLE);
    List<String> ids = page.all("//@id");
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(page.all("//a/@href"))
        .isNotEmpty()
        .allSatisfy(href -> assertThat(ids).contains(href.substring(1)));
  }

  @Test
  void needsNothingElse() throws Exception {
    Page page = Page.of(SAMPLE);
    assertThat(page.count("//link | //img | //iframe | //@src")).isZero();
    String html = ReportPage.html(SAMPLE);
    assertThat(html).doesNotContain("@import").doesNotContain("url(").doesNotContain("fetch(");
    assertThat(html).startsWith("<!DOCTYPE html>");
  }

  @Test
  void theTableHasEveryContenderByRankAndAHeadForEveryCell() throws Exception {
    Page page = Page.of(SAMPLE);
    String table = "//section[@id='results']/div[1]/table";
    List<Row> byScore = new Ranking(SAMPLE).rows();
    assertThat(page.all(table + "/tbody/tr/th//span[@class='name']"))
        .containsExactlyElementsOf(byScore.stream().map(Row::contender).toList());
    assertThat(byScore.get(0).f1().value()).isGreaterThan(byScore.get(1).f1().value());
    int columns = 1 + Measure.values().length;
    assertThat(page.count(table + "/thead/tr/th[@scope='col']")).isEqualTo(columns);
    assertThat(page.count(table + "/tbody/tr/*")).isEqualTo(columns * byScore.size());
    assertThat(page.all(table + "/thead//th[position() > 1]/@title"))
        .as("each head explains itself")
        .hasSize(Measure.values().length)
        .doesNotContain("");
    assertThat(page.all("//section[@id='results']//dl/div/dt"))
        .as("so does the legend")
        .contains("F1", "Precision", "Lead, median", "CPU per window");
  }

  @Test
  void everyPlotAndTableIsToldInWords() throws Exception {
    Page page = Page.of(SAMPLE);
    assertThat(page.all("//*[@role='img']/@aria-label"))
        .hasSizeGreaterThan(30)
        .doesNotContain("")
        .hasSize(page.count("//*[@role='img']"));
    assertThat(page.count("//table[not(caption)]")).isZero();
    assertThat(page.count("//tbody/tr[not(th[@scope='row'])]")).isZero();
    assertThat(page.count("//select[not(ancestor::label)]")).isZero();
    assertThat(page.count("//div[@class='figure' and not(.//h3)]")).isZero();
  }

  @Test
  void showsEveryExhibitWithItsWords() throws Exception {
    Page page = Page.of(SAMPLE);
    assertThat(page.count("//details[contains(@class,'exhibit')]"))
        .isEqualTo(SAMPLE.exhibits().size())
        .isGreaterThan(10);
    Exhibit first = SAMPLE.exhibits().get(0);
    String shown = page.text("(//details[contains(@class,'exhibit')])[1]");
    assertThat(shown)
        .contains(first.caseId(), "512 MiB", "leak begins", "exhausted", "limit")
        .contains(first.verdicts().get(0).reasonsFor().get(0).text())
        .contains(first.verdicts().get(0).reasonsAgainst().get(0).code())
        .contains("No alarm from");
    assertThat(page.count("(//details[contains(@class,'exhibit')])[1]//*[local-name()='path']"))
        .isGreaterThan(6);
  }

  @Test
  void saysInWordsWhatWasMeasuredAndWhoLeads() throws Exception {
    Page page = Page.of(SAMPLE);
    Row own = new Ranking(SAMPLE).subjectRow().orElseThrow();
    assertThat(page.text("//h1"))
        .isEqualTo(
            "Heapcast finds %.0f %% of the leaks; %.0f %% of its alarms are right."
                .formatted(100 * own.recall().value(), 100 * own.precision().value()));
    assertThat(page.text("//p[@class='lede']"))
        .contains("504 runs of Java", "240 with a leak, 264 healthy", "12 leak detectors");
    assertThat(page.text("//p[@class='verdict-line']")).startsWith("It leads:");
    assertThat(page.all("//section[contains(@class,'standing')]/h2"))
        .anyMatch(title -> title.contains("behind"));
  }

  @Test
  void isHonestWhereTheSubjectDoesNotLead() throws Exception {
    ReportData other =
        new ReportData(
            SAMPLE.facts(),
            "survival ratio > 1.3",
            SAMPLE.contenders(),
            SAMPLE.headline(),
            SAMPLE.splits(),
            SAMPLE.runs(),
            List.of());
    Page page = Page.of(other);
    assertThat(page.text("//p[@class='verdict-line']"))
        .startsWith("It does not lead:")
        .contains("“Heapcast”");
    assertThat(page.text("//p[@class='weak']")).contains("less than half", "some rival finds more");
    assertThat(page.text("//section[@id='exhibits']")).contains("There is none.");
  }

  @Test
  void escapesWhateverNamesHold() throws Exception {
    Page page = Page.of(HostileReport.data());
    assertThat(page.count("//script")).isEqualTo(2);
    assertThat(page.count("//b[.='bold'] | //*[@onclick]")).isZero();
    assertThat(page.all("//*[@class='name']"))
        .contains(HostileReport.NAME.replace("\u0000", "\ufffd"));
    assertThat(page.text("//*[@class='case-id']"))
        .contains(HostileReport.NAME.replace("\u0000", "\ufffd"));
  }

  @Test
  void nothingAtAllIsAPageToo() throws Exception {
    ReportData empty =
        new ReportData(
            SAMPLE.facts(),
            "Heapcast",
            List.of(),
            new Group("Nothing", "", List.of()),
            List.of(),
            List.of(),
            List.of());
    Page page = Page.of(empty);
    assertThat(page.text("//h1")).isEqualTo("No contender was judged");
    assertThat(page.text("//section[@id='forecast']")).contains("No contender foretold anything.");
  }

  @Test
  void figuresThatNothingTellsAreDashesNotZeros() throws Exception {
    Page page = Page.of(HostileReport.data());
    assertThat(page.text("//main")).doesNotContain("NaN").doesNotContain("Infinity");
    assertThat(page.all("//section[@id='results']/div[1]/table/tbody/tr[1]/td"))
        .containsOnly(Numbers.NONE);
  }

  @Test
  void theSameDataMakeTheSameBytesWhereverItRuns(@TempDir Path folder) throws Exception {
    Path one = folder.resolve("one.html");
    Path other = folder.resolve("deeper").resolve("other.html");
    ReportPage.write(SAMPLE, one);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
      ReportPage.write(SampleReport.of(7, 12), other);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
    assertThat(Files.mismatch(one, other)).isEqualTo(-1);
  }

  @Test
  void hundredsOfExhibitsStayBelowFiveMegabytesAndNoneIsLost() throws Exception {
    List<Exhibit> many =
        IntStream.range(0, 40)
            .boxed()
            .flatMap(copy -> SAMPLE.exhibits().stream().map(one -> again(one, copy)))
            .toList();
    ReportData large =
        new ReportData(
            SAMPLE.facts(),
            SAMPLE.subject(),
            SAMPLE.contenders(),
            SAMPLE.headline(),
            SAMPLE.splits(),
            SAMPLE.runs(),
            many);
    assertThat(many).hasSizeGreaterThan(2 * Exhibits.MOST_CURVES);
    String html = ReportPage.html(large);
    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(5_000_000);
    Page page = Page.parsed(html);
    assertThat(page.count("//details[contains(@class,'exhibit')]")).isEqualTo(many.size());
    assertThat(page.text("//section[@id='exhibits']/p[@class='note']"))
        .contains(Exhibits.MOST_CURVES + " of them have a curve");
  }

  private static Exhibit again(Exhibit one, int copy) {
    return new Exhibit(
        one.caseId() + "/" + copy,
        one.tier(),
        one.family(),
        one.collector(),
        one.missed(),
        one.falseAlarm(),
        one.shown(),
        one.attributes(),
        one.truth(),
        one.curve(),
        one.knots(),
        one.alarms(),
        one.verdicts());
  }

  @Test
  void attributesAreShownByNameWhateverOrderTheyCameIn() throws Exception {
    Page page = Page.of(SAMPLE);
    assertThat(page.all("(//dl[@class='attributes'])[1]/div/dt"))
        .containsExactly("heap", "jdk", "load", "speed");
  }
}
