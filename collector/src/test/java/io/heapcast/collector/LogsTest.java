package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class LogsTest {

  @Test
  void aRecordIsOneLineWithItsCause() {
    assertThat(new Logs.OneLine(false).format(record()))
        .isEqualTo(
            "2026-11-21T08:00:00.000Z WARNING Collector: a line (java.io.IOException: x y)%n"
                .formatted());
  }

  @Test
  void anAlertKeepsItsLines() {
    LogRecord alert = record();
    alert.setLoggerName("io.heapcast.server.AlertDelivery");
    alert.setThrown(null);
    assertThat(new Logs.OneLine(false).format(alert))
        .isEqualTo("2026-11-21T08:00:00.000Z WARNING AlertDelivery: a\n line%n".formatted());
  }

  @Test
  void stackTracesComeWhenAskedFor() {
    assertThat(new Logs.OneLine(true).format(record()))
        .startsWith("2026-11-21T08:00:00.000Z WARNING Collector: a line")
        .contains("java.io.IOException: x", "\tat io.heapcast.collector.LogsTest");
  }

  private static LogRecord record() {
    LogRecord record = new LogRecord(Level.WARNING, "a\n line");
    record.setLoggerName("io.heapcast.collector.Collector");
    record.setInstant(Instant.parse("2026-11-21T08:00:00Z"));
    record.setThrown(new IOException("x\n  y"));
    return record;
  }
}
