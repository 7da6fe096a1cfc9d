package io.heapcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void sharesAreWholeOnlyWhereTheyAreExactlyNothingOrAll() {
    assertThat(plain(Numbers.share(0))).isEqualTo("0 %");
    assertThat(plain(Numbers.share(0.002))).isEqualTo("<0.5 %");
    assertThat(plain(Numbers.share(0.424))).isEqualTo("42 %");
    assertThat(plain(Numbers.share(0.997))).isEqualTo(">99 %");
    assertThat(plain(Numbers.share(1))).isEqualTo("100 %");
    assertThat(Numbers.score(0.998)).isEqualTo(">0.99");
    assertThat(Numbers.score(1)).isEqualTo("1.00");
  }

  @Test
  void whatNothingTellsIsADash() {
    double none = Double.NaN;
    assertThat(
            new String[] {
              Numbers.share(none),
              Numbers.score(none),
              Numbers.error(none),
              Numbers.rate(none),
              Numbers.rateInWords(none),
              Numbers.micros(none),
              Numbers.hours(none),
              Numbers.plain(none),
              Numbers.weeks(none)
            })
        .containsOnly(Numbers.NONE);
  }

  @Test
  void aRateIsToldAsPeopleSayIt() {
    assertThat(Numbers.rateInWords(0)).isEqualTo("none seen");
    assertThat(Numbers.rateInWords(70)).isEqualTo("about 10 a day");
    assertThat(Numbers.rateInWords(3)).isEqualTo("about 3.0 a week");
    assertThat(Numbers.rateInWords(0.05)).isEqualTo("one in 20 JVM-weeks");
    assertThat(Numbers.rateInWords(0.0019165)).isEqualTo("one in 10 JVM-years");
    assertThat(Numbers.rateInWords(0.99)).isEqualTo("one in 1.0 JVM-weeks");
  }

  @Test
  void sizesAndTimesHaveTheirUnit() {
    assertThat(plain(Numbers.bytes(0))).isEqualTo("0 B");
    assertThat(plain(Numbers.bytes(1536))).isEqualTo("1.5 KiB");
    assertThat(plain(Numbers.bytes(512L << 20))).isEqualTo("512 MiB");
    assertThat(plain(Numbers.bytes(1000))).isEqualTo("1,000 B");
    assertThat(plain(Numbers.duration(Duration.ofSeconds(59)))).isEqualTo("59 s");
    assertThat(plain(Numbers.duration(Duration.ofHours(1)))).isEqualTo("1 h");
    assertThat(plain(Numbers.duration(Duration.ofHours(26)))).isEqualTo("1 d 2 h");
    assertThat(plain(Numbers.micros(14.23))).isEqualTo("14 µs");
    assertThat(plain(Numbers.count(1, "run", "runs"))).isEqualTo("1 run");
    assertThat(plain(Numbers.count(1200, "run", "runs"))).isEqualTo("1,200 runs");
  }

  @Test
  void aRangeHasItsUnitOnce() {
    assertThat(plain(Numbers.range(Numbers.share(.87), Numbers.share(.93)))).isEqualTo("87–93 %");
    assertThat(Numbers.range("0.87", "0.93")).isEqualTo("0.87–0.93");
  }

  @Test
  void theLocaleOfTheMachineDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(Numbers.rate(0.25)).isEqualTo("0.25");
      assertThat(Numbers.count(1234)).isEqualTo("1,234");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String plain(String text) {
    return text.replace('\u00a0', ' ');
  }
}
