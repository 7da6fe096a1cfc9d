package io.heapcast.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PositionsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final JvmId JVM = new JvmId("host", 7, 1_000);
  private static final Instant STARTED = Instant.ofEpochSecond(1_000);
  private static final Position AT = new Position(JVM, NOW);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("read-until");
  }

  @Test
  void theNextCollectorGoesOnWhereTheLastOneWas() {
    Positions positions = Positions.open(file, NOW);
    positions.kept(batch(NOW));
    positions.kept(batch(NOW.minusSeconds(9))); // a repeat
    positions.save();

    Positions next = Positions.open(file, NOW);

    assertThat(next.of("host/7", STARTED)).contains(AT);
    assertThat(next.of("host/7", STARTED.plusSeconds(1))).as("told a second off").contains(AT);
    assertThat(next.of("host/7", STARTED.minusSeconds(90))).as("once a script").contains(AT);
    assertThat(next.of("host/7", STARTED.plusSeconds(9))).as("the pid's next JVM").isEmpty();
    assertThat(next.of("host/8", STARTED)).isEmpty();
  }

  @Test
  void endedAndLongForgottenJvmsAreLeftOut() {
    Positions positions = Positions.open(file, NOW);
    positions.kept(batch(NOW));
    positions.save();
    assertThat(Positions.open(file, NOW.plusSeconds(8 * 86_400)).of("host/7", STARTED)).isEmpty();

    positions.kept(
        record(TelemetryBatch.newBuilder().setEnded(JvmEnded.getDefaultInstance()).build()));
    positions.save();
    assertThat(Positions.open(file, NOW).of("host/7", STARTED)).isEmpty();
  }

  @Test
  void aDamagedFileCostsOnlyItsDamagedLines() throws IOException {
    Files.writeString(
        file, "x host/1@1\n\n" + NOW.toEpochMilli() + " " + JVM + "\n17999 no-jvm\nhalf a li");

    assertThat(Positions.open(file, NOW).of("host/7", STARTED)).contains(AT);
  }

  private static SpoolRecord batch(Instant until) {
    return record(TelemetryBatch.newBuilder().setObservedUntilMs(until.toEpochMilli()).build());
  }

  private static SpoolRecord record(TelemetryBatch batch) {
    return new SpoolRecord(Topic.TELEMETRY, JVM.toString(), batch.toByteString());
  }
}
