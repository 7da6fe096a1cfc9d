package io.heapcast.bench.rival;

import io.heapcast.bench.rival.JmcRecording.Samples;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmc.flightrecorder.writer.api.Recording;
import org.openjdk.jmc.flightrecorder.writer.api.Recordings;
import org.openjdk.jmc.flightrecorder.writer.api.Type;
import org.openjdk.jmc.flightrecorder.writer.api.TypedValue;
import org.openjdk.jmc.flightrecorder.writer.api.Types;

/** Writes a {@link JmcRecording} as a .jfr file, by JMC's own writer. */
final class JmcScribe {

  /** The rule asks whether there are more than four collections, not how many. */
  private static final long MOST_COLLECTIONS = 100;

  private final Recording recording;
  private final long startMs;

  private JmcScribe(Recording recording, long startMs) {
    this.recording = recording;
    this.startMs = startMs;
  }

  static void write(JmcRecording told, Path file) throws IOException {
    long durationNs = (told.endMs() - told.startMs()) * 1_000_000;
    try (Recording recording =
        Recordings.newRecording(
            file,
            settings ->
                settings
                    .withTimestamp(told.startMs() * 1_000_000)
                    .withStartTicks(1)
                    .withDuration(durationNs)
                    .withJdkTypeInitialization())) {
      JmcScribe scribe = new JmcScribe(recording, told.startMs());
      scribe.writeJvm();
      scribe.writeClasses(told.classes());
      scribe.writeHeap(told.uses());
      scribe.writeCollections("jdk.YoungGarbageCollection", told.youngCollections());
      scribe.writeCollections("jdk.OldGarbageCollection", told.oldCollections());
    }
  }

  private void writeJvm() {
    Type type =
        recording.registerEventType(
            "jdk.JVMInformation",
            fields ->
                fields.addField(
                    "jvmStartTime",
                    Types.Builtin.LONG,
                    field ->
                        field.addAnnotation(
                            Types.JDK.ANNOTATION_TIMESTAMP, "MILLISECONDS_SINCE_EPOCH")));
    recording.writeEvent(
        type.asValue(event -> event.putField("startTime", 1L).putField("jvmStartTime", startMs)));
  }

  private void writeClasses(Samples classes) {
    Type type =
        recording.registerEventType(
            "jdk.ClassLoadingStatistics",
            fields -> fields.addField("loadedClassCount", Types.Builtin.LONG));
    for (int i = 0; i < classes.size(); i++) {
      long ticks = ticks(classes.timeMs(i));
      long loaded = classes.value(i);
      recording.writeEvent(
          type.asValue(
              event -> event.putField("startTime", ticks).putField("loadedClassCount", loaded)));
    }
  }

  private void writeHeap(Samples uses) {
    Type bytes =
        recording.registerAnnotationType(
            "jdk.jfr.DataAmount", fields -> fields.addField("value", Types.Builtin.STRING));
    Type when =
        recording.registerType(
            "jdk.types.GCWhen", fields -> fields.addField("when", Types.Builtin.STRING));
    Type type =
        recording.registerEventType(
            "jdk.GCHeapSummary",
            fields ->
                fields
                    .addField("when", when)
                    .addField(
                        "heapUsed",
                        Types.Builtin.LONG,
                        field -> field.addAnnotation(bytes, "BYTES")));
    TypedValue after = when.asValue(value -> value.putField("when", "After GC"));
    for (int i = 0; i < uses.size(); i++) {
      long ticks = ticks(uses.timeMs(i));
      long used = uses.value(i);
      recording.writeEvent(
          type.asValue(
              event ->
                  event
                      .putField("startTime", ticks)
                      .putField("when", after)
                      .putField("heapUsed", used)));
    }
  }

  private void writeCollections(String name, long count) {
    Type type = recording.registerEventType(name);
    for (long i = 0; i < Math.min(count, MOST_COLLECTIONS); i++) {
      recording.writeEvent(type.asValue(event -> event.putField("startTime", 1L)));
    }
  }

  /** Nanoseconds since the start. */
  private long ticks(long timeMs) {
    return 1 + (timeMs - startMs) * 1_000_000;
  }
}
