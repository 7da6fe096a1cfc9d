package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HumanTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, < 1 s",
    "PT0.999S, < 1 s",
    "PT42S, 42 s",
    "PT59.6S, 1 min",
    "PT1M30S, 1 min 30 s",
    "PT9M59.4S, 9 min 59 s",
    "PT9M59.6S, 10 min",
    "PT42M10S, 42 min",
    "PT59M40S, 1 h",
    "PT1H20M, 1 h 20 min",
    "PT23H59M40S, 1 d",
    "PT76H, 3 d 4 h",
    "PT-90S, -1 min 30 s",
  })
  void aDurationHasAtMostTwoUnits(Duration duration, String text) {
    assertThat(Human.duration(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "12897485, 12.3 MiB",
    "325058560, 310 MiB",
    "1073741823, 1.0 GiB",
    "-2048, -2 KiB",
    "1.5e18, 1.3 EiB",
  })
  void bytesHaveAboutThreeDigits(double bytes, String text) {
    assertThat(Human.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 %", "0.0004, < 0.1 %", "0.0084, 0.8 %", "0.61, 61 %", "1, 100 %"})
  void aShareIsAPercentage(double ratio, String text) {
    assertThat(Human.percent(ratio)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"3.25, 3.3", "12, 12", "99.96, 100", "1234.5, 1235"})
  void aNumberHasAtMostOneDecimal(double value, String text) {
    assertThat(Human.number(value)).isEqualTo(text);
  }
}
