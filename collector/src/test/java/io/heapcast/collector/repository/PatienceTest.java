package io.heapcast.collector.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PatienceTest {

  private final Patience patience = new Patience(Duration.ofMillis(100));

  @Test
  void whatIsReadInTimeIsGivenAndWhatFailsFails() {
    assertThat(patience.within(() -> "read", "absent")).isEqualTo("read");
    assertThatThrownBy(
            () ->
                patience.within(
                    () -> {
                      throw new IllegalStateException("broken");
                    },
                    "absent"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
  }

  /** As where a pipe was put in place of a file: opening it waits for a writer. */
  @Test
  void aPipeThatNobodyWritesToIsAsIfItWereNotThere(@TempDir Path directory) throws Exception {
    Path pipe = directory.resolve("app.jar");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(patience.within(() -> contentOf(pipe), "absent")).isEqualTo("absent");
    Files.writeString(pipe, "lets the reader go");
  }

  @Test
  void fewReadingsHangAtATimeAndOthersGoOnWhenTheyEnd() {
    CountDownLatch released = new CountDownLatch(1);
    for (int i = 0; i < 10; i++) {
      assertThat(patience.within(() -> waitFor(released), "absent")).isEqualTo("absent");
    }
    assertThat(patience.within(() -> "read", "absent")).isEqualTo("absent");
    released.countDown();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> patience.within(() -> "read", "absent").equals("read"));
  }

  private static String waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "late";
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
