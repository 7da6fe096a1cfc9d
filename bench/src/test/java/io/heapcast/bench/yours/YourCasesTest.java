package io.heapcast.bench.yours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.run.CasePlayer;
import io.heapcast.bench.run.Played;
import io.heapcast.bench.run.TinyCases;
import io.heapcast.bench.score.Outcome;
import io.heapcast.bench.score.Scoring;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.Collector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class YourCasesTest {

  private static final Instant START = Instant.parse("2025-03-01T10:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  private final List<UserError> faults = new ArrayList<>();

  @Test
  void aGcLogIsScoredLikeAnyOtherRun() throws IOException {
    writeLog("soak.log");
    labels("soak.log,leak,heap,2025-03-01T10:10:00Z,2025-03-01T10:30:00Z,sessions,");

    Case one = YourCases.cases(directory, faults::add).get(0);
    Played played = new CasePlayer(List.of(TinyCases.threshold("half", 0.5))).play(one);
    Outcome outcome = Scoring.of(played, "half");

    assertThat(faults).isEmpty();
    assertThat(one.tier()).isEqualTo(Tier.YOURS);
    assertThat(one.id()).isEqualTo("yours/soak.log");
    assertThat(one.collector()).isEqualTo(Collector.SERIAL);
    assertThat(one.family().leaking()).isTrue();
    assertThat(outcome.found()).isTrue();
    // 20 MiB and 4 more each minute from the tenth on: half of 100 MiB after 7.5 minutes of 20.
    assertThat(outcome.leadFraction().getAsDouble()).isBetween(0.58, 0.63);
    assertThat(outcome.healthyWindows()).isBetween(58L, 61L);
  }

  @Test
  void aFileThatIsNoRecordingIsToldWithItsName() throws IOException {
    Files.writeString(directory.resolve("letter.txt"), "Dear reader,\n".repeat(50));
    writeLog("soak.log");
    labels("letter.txt,healthy\nsoak.log,healthy");

    assertThat(YourCases.cases(directory, faults::add)).hasSize(1);
    assertThat(faults)
        .singleElement()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("letter.txt");
  }

  @Test
  void aBeginAfterTheEndIsNotScored() throws IOException {
    writeLog("soak.log");
    labels("soak.log,leak,heap,2025-03-01T12:10:00Z,,,");

    Case one = YourCases.cases(directory, faults::add).get(0);

    assertThatThrownBy(() -> one.telemetry().play(batch -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll("labels.csv line 2", "2025-03-01T12:10:00Z", "UTC");
  }

  /** Half an hour with a full collection each 10 s; grows from minute 10 on. */
  private void writeLog(String name) throws IOException {
    StringBuilder log = new StringBuilder();
    line(log, Duration.ofMillis(5), "gc", "Using Serial");
    line(log, Duration.ofMillis(6), "gc,init", "Heap Max Capacity: 100M");
    for (int i = 0; i < 180; i++) {
      Duration uptime = Duration.ofSeconds(10L * i + 5);
      int after = 20 + Math.max(0, 4 * (i - 60) / 6);
      line(
          log,
          uptime,
          "gc",
          "GC(%d) Pause Full (System.gc()) %dM->%dM(100M) 12.345ms"
              .formatted(i, after + 10, after));
    }
    Files.writeString(directory.resolve(name), log);
  }

  private static void line(StringBuilder log, Duration uptime, String tags, String text) {
    log.append(
        String.format(
            Locale.ROOT,
            "[%s+0000][%.3fs][info][%s] %s%n",
            START.plus(uptime).toString().replace("Z", uptime.toMillis() % 1000 == 0 ? ".000" : ""),
            uptime.toMillis() / 1000.0,
            tags,
            text));
  }

  private void labels(String lines) throws IOException {
    Files.writeString(
        directory.resolve(Labels.FILE),
        "file,label,resource,leak_begin,exhausted,family,note\n" + lines + "\n");
  }
}
