package io.heapcast.bench.yours;

import io.heapcast.cli.analyze.gclog.GcLogs;
import io.heapcast.collector.recording.JfrFiles;
import io.heapcast.collector.recording.JfrRecording;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The telemetry in recordings and GC logs, by the readers of {@code heapcast analyze}. */
final class Recordings {

  private Recordings() {}

  /**
   * Reads all JVMs of some files, one after the other.
   *
   * @throws UserError when a file is none that can be read, or is damaged
   */
  static void play(List<Path> files, Consumer<TelemetryBatch> sink) throws IOException {
    JfrFiles recordings = new JfrFiles();
    List<Path> logs = new ArrayList<>();
    for (Path file : files) {
      if (JfrFiles.isRecording(file)) {
        recordings.add(file);
      } else {
        logs.add(file);
      }
    }
    for (UserError damage : recordings.damages()) {
      throw damage;
    }
    for (JfrRecording recording : recordings.recordings()) {
      recording.read(sink, bytes -> {});
    }
    if (!logs.isEmpty()) {
      for (var log : GcLogs.open(logs)) {
        log.read(sink, bytes -> {});
      }
    }
  }

  /** Who the first JVM of some files says it is; absent: it says nothing. */
  static Optional<JvmInfo> info(List<Path> files) throws IOException {
    try {
      play(
          files,
          batch -> {
            if (batch.hasInfo()) {
              throw new Told(batch.getInfo());
            }
          });
      return Optional.empty();
    } catch (Told told) {
      return Optional.of(told.info);
    }
  }

  /** Ends a reading early. */
  private static final class Told extends RuntimeException {

    private final transient JvmInfo info;

    Told(JvmInfo info) {
      super(null, null, false, false);
      this.info = info;
    }
  }
}
