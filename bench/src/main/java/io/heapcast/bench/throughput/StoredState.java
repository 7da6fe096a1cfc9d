package io.heapcast.bench.throughput;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What the changelog of the windows' topology holds.
 *
 * @param hotBytes of the last state of each JVM, on average: it changes with every batch
 * @param profileBytes the same of identity and names, which rarely change
 * @param changelogRecords that were written, per batch
 * @param changelogBytes that were written, per JVM and second of its time, not compressed
 */
record StoredState(
    double hotBytes, double profileBytes, double changelogRecords, double changelogBytes) {

  private static final String PROFILE = "#profile";

  static StoredState read(Settings settings, Replays fleet, long batches) {
    Map<String, Integer> last = new HashMap<>();
    long[] written = new long[2];
    Reading.all(
        settings,
        settings.text(Setting.PREFIX) + "heapcast-streams-window-state-changelog",
        record -> {
          int bytes = record.value() == null ? 0 : record.value().length;
          last.put(new String(record.key(), StandardCharsets.UTF_8), bytes);
          written[0]++;
          written[1] += record.key().length + bytes;
        });
    return new StoredState(
        average(last, false),
        average(last, true),
        written[0] / (double) batches,
        written[1] / (double) fleet.jvms() / fleet.seconds());
  }

  private static double average(Map<String, Integer> last, boolean profile) {
    return last.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(PROFILE) == profile)
        .mapToInt(Map.Entry::getValue)
        .average()
        .orElse(Double.NaN);
  }
}
