package io.heapcast.cli.analyze;

import io.heapcast.collector.recording.JfrRecording;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A JVM of one or more recordings. */
record JfrJvm(JfrRecording recording) implements RecordedJvm {

  @Override
  public SourceKind kind() {
    return SourceKind.JFR;
  }

  @Override
  public List<Path> files() {
    return recording.files();
  }

  @Override
  public void read(Consumer<TelemetryBatch> sink, LongConsumer bytesDone) throws IOException {
    recording.read(sink, bytesDone);
  }

  @Override
  public List<String> missing() {
    return recording.missing();
  }
}
