package io.heapcast.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.streams.engine.NaiveWindows;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No JVM has a say in another one's windows: whatever a partition holds of a fleet, each JVM's
 * windows are those that the plainest implementation makes of its batches alone.
 */
class FleetPropertyTest {

  /** The same in every build; more with {@code -Dheapcast.fuzz.fleets=100}. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("heapcast.fuzz.fleets", 3));
  }

  private final Settings settings =
      Settings.defaults().with(Map.of(Setting.BOOTSTRAP_SERVERS, "127.0.0.1:1"), "test");
  private final long graceMs = settings.duration(Setting.WINDOW_GRACE).toMillis();

  @ParameterizedTest
  @MethodSource("seeds")
  void aThousandSkewedClocksAndAnHourFromTheSpoolLeaveEachJvmItsOwnWindows(
      long seed, @TempDir Path directory) {
    RandomFleet fleet = new RandomFleet(seed, 1_000, 6);

    Map<String, List<JvmWindow>> found = windows(fleet.arrivals(), directory);

    int windows = 0;
    for (Map.Entry<String, List<TelemetryBatch>> jvm : fleet.batchesByJvm().entrySet()) {
      List<JvmWindow> expected = NaiveWindows.closedBy(jvm.getKey(), jvm.getValue(), graceMs);
      List<JvmWindow> own = found.getOrDefault(jvm.getKey(), List.of());
      for (int i = 0; i < Math.min(own.size(), expected.size()); i++) {
        assertThat(own.get(i))
            .as("seed %d, %s, window %d", seed, jvm.getKey(), i)
            .isEqualTo(expected.get(i));
      }
      assertThat(own).as("seed %d, %s", seed, jvm.getKey()).hasSameSizeAs(expected);
      windows += expected.size();
    }
    assertThat(windows).as("the test is about something, seed %d", seed).isGreaterThan(4_000);
  }

  /** Time passes in the topology as batches arrive: what it does by the wall clock, it does. */
  private Map<String, List<JvmWindow>> windows(List<RandomFleet.Arrival> arrivals, Path directory) {
    Properties properties = new Properties();
    properties.putAll(WindowStreams.config(settings));
    properties.put("state.dir", directory.toString());
    Map<String, List<JvmWindow>> windows = new HashMap<>();
    try (TopologyTestDriver driver =
        new TopologyTestDriver(
            WindowTopology.build(settings, new StreamCounts()),
            properties,
            Instant.ofEpochMilli(RandomFleet.BEGIN_MS))) {
      TestInputTopic<byte[], byte[]> telemetry =
          driver.createInputTopic(
              Topic.TELEMETRY.name(settings), new ByteArraySerializer(), new ByteArraySerializer());
      TestOutputTopic<String, JvmWindow> closed =
          driver.createOutputTopic(
              Topic.WINDOWS.name(settings),
              new StringDeserializer(),
              ProtoSerde.of(JvmWindow.getDefaultInstance()));
      long nowMs = RandomFleet.BEGIN_MS;
      for (RandomFleet.Arrival arrival : arrivals) {
        if (arrival.atMs() - nowMs >= 1_000) { // each time the driver goes through everything
          driver.advanceWallClockTime(Duration.ofMillis(arrival.atMs() - nowMs));
          nowMs = arrival.atMs();
        }
        TelemetryBatch batch = arrival.batch();
        telemetry.pipeInput(batch.getJvmId().getBytes(UTF_8), batch.toByteArray(), arrival.atMs());
        while (!closed.isEmpty()) {
          var window = closed.readKeyValue();
          windows.computeIfAbsent(window.key, jvmId -> new ArrayList<>()).add(window.value);
        }
      }
    }
    return windows;
  }
}
