package io.heapcast.bench.throughput;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heapcast.telemetry.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayAimsTest {

  private static final List<byte[]> WINDOWS = List.of(new byte[] {1, 2}, new byte[] {3});

  @Test
  void theSameWindowsPass() {
    assertThatCode(() -> DayAims.sameWindows(WINDOWS, List.of(new byte[] {1, 2}, new byte[] {3})))
        .doesNotThrowAnyException();
  }

  @Test
  void aByteThatDiffersFails() {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> DayAims.sameWindows(WINDOWS, List.of(new byte[] {1, 4}, new byte[] {3})))
        .withMessageContaining("window 0 of 2 bytes to differ from byte 1 on");
  }

  @Test
  void aWindowTooFewFails() {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> DayAims.sameWindows(WINDOWS.subList(0, 1), WINDOWS))
        .withMessageContaining("found 1 windows, expected 2");
  }

  @Test
  void moreThanTwoSecondsFail() {
    assertThatCode(() -> DayAims.cheap(new Cost(2_000_000_000L, 1))).doesNotThrowAnyException();
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> DayAims.cheap(new Cost(2_010_000_000L, 1)))
        .withMessageContaining("found 2.01 s of CPU in a warm JVM, expected at most 2 s");
  }
}
