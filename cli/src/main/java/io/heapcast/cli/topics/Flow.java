package io.heapcast.cli.topics;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import java.time.Duration;

/**
 * What one JVM writes to a topic. Sizes are those on disk, compressed, as {@code heapcast topics
 * --verify} showed them of a running {@code heapcast demo}: four busy JVMs, hence batches too small
 * to compress well. An upper bound for most fleets.
 *
 * @param everySeconds one record in so many seconds
 * @param bytes of a record on disk
 */
record Flow(double everySeconds, int bytes) {

  /** Of topics that are written when something happens to a service, not by each JVM. */
  private static final Flow RARE = new Flow(86_400, 500);

  private static final int TELEMETRY_BYTES = 510;
  private static final int WINDOW_BYTES = 840;
  private static final int VERDICT_BYTES = 530;
  private static final int STATUS_BYTES = 170;
  private static final int WINDOW_STATE_BYTES = 550;
  private static final int DETECTOR_HOT_BYTES = 155;
  private static final int DETECTOR_COLD_BYTES = 360;

  private static final int FLUSH_SECONDS = 1;
  private static final int WINDOW_SECONDS = 10;
  private static final int STATUS_SECONDS = 60;

  /** On change, else every five minutes. */
  private static final int VERDICT_SECONDS = 60;

  static Flow of(Topic topic) {
    return switch (topic) {
      case TELEMETRY -> new Flow(FLUSH_SECONDS, TELEMETRY_BYTES);
      case JVMS -> new Flow(STATUS_SECONDS, STATUS_BYTES);
      case WINDOWS -> new Flow(WINDOW_SECONDS, WINDOW_BYTES);
      case VERDICTS -> new Flow(VERDICT_SECONDS, VERDICT_BYTES);
      case ALERTS, OUT_OF_MEMORY, FEEDBACK, EVIDENCE_REQUESTS, DEAD_LETTERS -> RARE;
    };
  }

  /** Of a topic that Kafka Streams keeps: state is written once per commit where it changed. */
  static Flow ofInternal(String name, Settings settings) {
    Duration commit = settings.duration(Setting.COMMIT_INTERVAL);
    double commitSeconds = commit.toMillis() / 1000.0;
    if (name.endsWith("window-state-changelog")) {
      return new Flow(Math.max(FLUSH_SECONDS, commitSeconds), WINDOW_STATE_BYTES);
    }
    if (name.endsWith("detector-state-changelog")) {
      return new Flow(Math.max(WINDOW_SECONDS, commitSeconds), DETECTOR_HOT_BYTES);
    }
    if (name.endsWith("detector-floors-changelog")) {
      return new Flow(Math.max(WINDOW_SECONDS, commitSeconds), DETECTOR_COLD_BYTES);
    }
    return new Flow(VERDICT_SECONDS, VERDICT_BYTES);
  }

  double bytesPerSecond() {
    return bytes / everySeconds;
  }
}
