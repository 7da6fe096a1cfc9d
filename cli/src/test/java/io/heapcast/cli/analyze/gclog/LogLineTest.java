package io.heapcast.cli.analyze.gclog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {

  private static final long DATE_MS = 1_795_255_200_123L;

  private static LogLine parse(String line) {
    return Objects.requireNonNull(LogLine.parse(line), line);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:00:00.123+0000",
    "2026-11-21T11:00:00.123+0100",
    "2026-11-21T04:30:00.123-0530",
    "2026-11-21T10:00:00.123Z",
    "2026-11-21T10:00:00.123",
    "1795255200123ms"
  })
  void datesAreMillisecondsOfTheEpoch(String decoration) {
    LogLine line = parse("[" + decoration + "] GC(1) Pause Full");

    assertThat(line.wallMs()).isEqualTo(DATE_MS);
    assertThat(line.uptimeUs()).isEqualTo(LogLine.ABSENT);
    assertThat(line.message()).isEqualTo("GC(1) Pause Full");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1.5s;     1500000",
        "0.123s;   123000",
        "0,123s;   123000",
        "12.1234s; 12123400",
        "7ms;      7000",
        "7123456ns; 7123"
      })
  void uptimesAreMicroseconds(String decoration, long uptimeUs) {
    LogLine line = parse("[" + decoration + "] x");

    assertThat(line.uptimeUs()).isEqualTo(uptimeUs);
    assertThat(line.wallMs()).isEqualTo(LogLine.ABSENT);
  }

  @Test
  void allDecorationsAtOnce() {
    LogLine line =
        parse(
            "[2026-11-21T10:00:00.123+0000][2026-11-21T10:00:00.123+0000][0.456s][1795255200123ms]"
                + "[456ms][7000456000000ns][456000000ns][web-1.example][4711][4712][info]"
                + "[gc,heap     ] GC(3) Eden regions: 5->0(5)");

    assertThat(line.wallMs()).isEqualTo(DATE_MS);
    assertThat(line.uptimeUs()).isEqualTo(456_000);
    assertThat(line.number()).isEqualTo(4711);
    assertThat(line.tags()).isEqualTo("gc,heap");
    assertThat(line.isOfGc()).isTrue();
  }

  @Test
  void leadingBlanksOfTheMessageStay() {
    assertThat(parse("[1.0s][info][gc,heap]   Used: 1M").message()).isEqualTo("  Used: 1M");
  }

  @Test
  void otherLoggingIsNotOfGc() {
    assertThat(parse("[1.0s][info][safepoint] Safepoint \"G1CollectForAllocation\"").isOfGc())
        .isFalse();
    assertThat(parse("[1.0s][warning][os,thread] Failed to start").isOfGc()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain text",
        "[unclosed",
        "[GC (Allocation Failure) 4096K->512K(15872K), 0.0042760 secs]",
        "2026-11-21T10:00:00.123+0000: 0.456: [GC pause (young), 0.0042760 secs]"
      })
  void whatIsNotDecoratedIsNoLine(String line) {
    assertThat(LogLine.parse(line)).isNull();
  }

  @Test
  void oddDatesAreNoTimes() {
    assertThat(parse("[2026-13-99T10:00:00.123+0000] x").wallMs()).isEqualTo(LogLine.ABSENT);
    assertThat(parse("[99999999999999999999s] x").uptimeUs()).isEqualTo(LogLine.ABSENT);
  }
}
