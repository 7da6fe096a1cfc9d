package io.heapcast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.streams.WindowStreams;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.topology.TopologyConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of one JVM is the same to the byte by a plain engine, by the topology in the test driver
 * and by {@code heapcast stream} on a real broker. What it costs: {@code bench/leakbench day}.
 */
@Tag("heavy")
@Timeout(900)
class FullDayIT {

  private static final int SECONDS = 86_400;
  private static final int WINDOWS = 8_640;

  private final SyntheticFleet fleet = SyntheticFleet.ofOneHealthyJvm();
  private final Path directory;

  FullDayIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void threeWaysOneDay() throws Exception {
    List<TelemetryBatch> day = new ArrayList<>();
    for (int second = 0; second < SECONDS; second++) {
      day.addAll(fleet.nextSecond());
    }
    day.addAll(fleet.end());
    List<byte[]> live = live(day);
    List<byte[]> plain = plain(day);
    assertThat(plain).hasSize(WINDOWS + 1); // and that of the end
    assertSame("the test driver", driven(day), plain);
    assertSame("a real broker", live, plain);
  }

  private static List<byte[]> plain(List<TelemetryBatch> day) {
    WindowEngine engine =
        new WindowEngine(day.get(0).getJvmId(), Settings.defaults().duration(Setting.WINDOW_GRACE));
    List<byte[]> windows = new ArrayList<>();
    for (TelemetryBatch batch : day) {
      engine.accept(batch).forEach(window -> windows.add(window.toByteArray()));
    }
    return windows;
  }

  private List<byte[]> driven(List<TelemetryBatch> day) {
    Settings settings =
        Settings.defaults().with(Map.of(Setting.BOOTSTRAP_SERVERS, "127.0.0.1:1"), "test");
    Properties properties = new Properties();
    properties.putAll(TopologyConfig.of(settings, "full-day"));
    properties.put("state.dir", directory.resolve("driver").toString());
    List<byte[]> windows = new ArrayList<>();
    try (TopologyTestDriver driver =
        new TopologyTestDriver(WindowStreams.topology(settings), properties)) {
      var telemetry =
          driver.createInputTopic(
              Topic.TELEMETRY.name(settings), new ByteArraySerializer(), new ByteArraySerializer());
      var closed =
          driver.createOutputTopic(
              Topic.WINDOWS.name(settings),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      for (TelemetryBatch batch : day) {
        telemetry.pipeInput(batch.getJvmId().getBytes(UTF_8), batch.toByteArray());
        while (!closed.isEmpty()) {
          windows.add(closed.readValue());
        }
      }
    }
    return windows;
  }

  private List<byte[]> live(List<TelemetryBatch> day) throws Exception {
    List<byte[]> windows = new ArrayList<>();
    try (CrashBed bed = CrashBed.onOneBroker(directory, 2)) {
      day.forEach(batch -> bed.send(Topic.TELEMETRY, batch.getJvmId(), batch));
      bed.flush();
      assertThat(bed.unsent()).as("what the test itself could not send").isEmpty();
      ChildJvm stream = bed.start("stream");
      bed.awaitConsumed(CrashBed.STREAMS, Topic.TELEMETRY);
      CrashBed.stop(stream);
      TopicRecords.readAll(
          bed.settings(),
          Topic.WINDOWS.name(bed.settings()),
          record -> windows.add(record.value()));
    }
    return windows;
  }

  private static void assertSame(String by, List<byte[]> found, List<byte[]> expected) {
    assertThat(found).as(by).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i)).as("window %d by %s", i, by).isEqualTo(expected.get(i));
    }
  }
}
