package io.heapcast.collector.attach;

import java.time.Duration;
import java.util.List;
import jdk.jfr.EventSettings;
import jdk.jfr.consumer.EventStream;
import jdk.jfr.consumer.RecordingStream;

/** The same recording by the JVM's own API, for the JVM that this runs in. */
public final class InProcessRecording {

  private static final Duration MAX_AGE = Duration.ofMinutes(10);
  private static final long MAX_BYTES = 32 << 20;

  /** What costs memory by the class and stack that is seen. */
  private static final List<String> SAMPLED =
      List.of("jdk.ObjectAllocationSample", "jdk.OldObjectSample");

  private final RecordingStream stream;

  private InProcessRecording(RecordingStream stream) {
    this.stream = stream;
  }

  /** A recording with the settings of the table; it starts with its stream. */
  public static InProcessRecording prepare() {
    RecordingStream stream = new RecordingStream();
    stream.setMaxAge(MAX_AGE);
    stream.setMaxSize(MAX_BYTES);
    for (RecordingSettings.Row row : RecordingSettings.TABLE) {
      EventSettings settings = stream.enable("jdk." + row.event());
      int equals = row.setting().indexOf('=');
      if (equals > 0) {
        settings.with(
            row.setting().substring(0, equals), spaced(row.setting().substring(equals + 1)));
      }
      if (!RecordingSettings.hasStackTrace(row)) {
        settings.withoutStackTrace();
      }
    }
    return new InProcessRecording(stream);
  }

  /** To be read; closing it ends the recording. */
  public EventStream stream() {
    return stream;
  }

  /** Records allocation no more. */
  public void stopSampling() {
    SAMPLED.forEach(stream::disable);
  }

  /** The API wants {@code 5 s} where the command takes {@code 5s}. */
  static String spaced(String value) {
    return value.replaceFirst("^(\\d+)([a-z]+)$", "$1 $2");
  }
}
