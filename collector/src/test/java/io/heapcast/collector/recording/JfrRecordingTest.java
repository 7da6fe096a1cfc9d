package io.heapcast.collector.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.telemetry.v1.ThreadCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JfrRecordingTest {

  private static final byte[] FILE = SmallRecording.ofTwoChunks("default");
  private static final List<byte[]> CHUNKS = SmallRecording.chunks(FILE);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  private int files;

  @ParameterizedTest
  @ValueSource(strings = {"default", "profile"})
  void holdsEachCollectionOfTheRecordingOnce(String settings) throws IOException {
    Path file = write(SmallRecording.ofTwoChunks(settings));
    List<Integer> expected =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("jdk.GarbageCollection"))
            .map(event -> event.getInt("gcId"))
            .sorted()
            .toList();
    List<TelemetryBatch> batches = read(file);
    assertThat(cycles(batches)).map(GcCycle::getGcId).containsExactlyElementsOf(expected);
    assertThat(expected).hasSizeGreaterThanOrEqualTo(3);
    assertThat(cycles(batches)).allMatch(GcCycle::hasHeapAfterBytes);
  }

  @Test
  void batchesAreNumberedAndInOrderOfTime() throws IOException {
    List<TelemetryBatch> batches = read(write(FILE));
    long untilMs = 0;
    for (int i = 0; i < batches.size(); i++) {
      TelemetryBatch batch = batches.get(i);
      assertThat(batch.getSeq()).isEqualTo(i);
      assertThat(batch.getObservedUntilMs()).isGreaterThan(untilMs);
      for (ThreadCount threads : batch.getThreadsList()) {
        assertThat(threads.getTimeMs()).isGreaterThan(untilMs);
        assertThat(threads.getTimeMs()).isLessThanOrEqualTo(batch.getObservedUntilMs());
      }
      untilMs = batch.getObservedUntilMs();
    }
    assertThat(batches.get(0).hasInfo()).isTrue();
    assertThat(batches).allMatch(batch -> !batch.hasEnded());
  }

  @Test
  void saysWhoTheJvmIsAndNothingOfItsArguments() throws IOException {
    JvmInfo info = read(write(FILE)).get(0).getInfo();
    long pid = ProcessHandle.current().pid();
    assertThat(info.getJvmId()).matches("soak/" + pid + "@[0-9]{10}");
    assertThat(info.getJdkVersion()).isEqualTo(System.getProperty("java.version"));
    assertThat(info.getMaxHeapBytes()).isPositive();
    assertThat(info.getServiceName()).isNotEmpty();
    assertThat(info.toString()).doesNotContain("surefire-", "-XX", System.getProperty("user.dir"));
  }

  @Test
  void chunksInAnyOrderAndRepeatedGiveTheSame() throws IOException {
    List<TelemetryBatch> expected = read(write(FILE));
    List<byte[]> reversed = new ArrayList<>(CHUNKS);
    java.util.Collections.reverse(reversed);
    assertThat(read(write(SmallRecording.concatenated(reversed)))).isEqualTo(expected);

    Path[] each = new Path[CHUNKS.size() + 1];
    for (int i = 0; i < CHUNKS.size(); i++) {
      each[i] = write(reversed.get(i));
    }
    each[CHUNKS.size()] = write(FILE);
    assertThat(read(each)).isEqualTo(expected);
  }

  @Test
  void anUnfinishedChunkIsReadAsFarAsItGoes() throws IOException {
    int last = CHUNKS.size() - 1;
    byte[] tail = Arrays.copyOf(CHUNKS.get(last), 500);
    List<byte[]> parts = new ArrayList<>(CHUNKS.subList(0, last));
    parts.add(SmallRecording.unfinished(CHUNKS.get(last)));
    parts.add(Arrays.copyOfRange(tail, 100, 500));
    JfrRecording recording = open(write(SmallRecording.concatenated(parts))).get(0);
    List<TelemetryBatch> batches = new ArrayList<>();
    recording.read(batches::add, bytes -> {});
    assertThat(cycles(batches)).isEqualTo(cycles(read(write(FILE))));
    assertThat(recording.missing()).first().asString().contains("was not closed");
  }

  @Test
  void aDamagedChunkIsNamedAndTheOthersAreRead() throws IOException {
    byte[] damaged = FILE.clone();
    Arrays.fill(damaged, Chunk.HEADER_BYTES, Chunk.HEADER_BYTES + 64, (byte) 0);
    JfrRecording recording = open(write(damaged)).get(0);
    List<TelemetryBatch> batches = new ArrayList<>();
    assertThatThrownBy(() -> recording.read(batches::add, bytes -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("soak.jfr: found ")
        .hasMessageContaining("expected a chunk as a JVM writes it");
    int inOthers =
        cycles(read(write(SmallRecording.concatenated(CHUNKS.subList(1, CHUNKS.size()))))).size();
    assertThat(inOthers).isPositive();
    assertThat(cycles(batches)).hasSize(inOthers);
  }

  /** Whatever is in a file: an answer or a line about it, never an end of the program. */
  @Test
  void noDamageStopsTheReader() throws IOException {
    Random random = new Random(1);
    int named = 0;
    for (int i = 0; i < 30; i++) {
      byte[] damaged = CHUNKS.get(i % CHUNKS.size()).clone();
      int flips = 1 + random.nextInt(20);
      int at = Chunk.HEADER_BYTES + random.nextInt(damaged.length - Chunk.HEADER_BYTES - flips);
      for (int flip = 0; flip < flips; flip++) {
        damaged[at + flip] = (byte) random.nextInt(256);
      }
      JfrFiles opened = new JfrFiles();
      opened.add(write(damaged));
      for (JfrRecording recording : opened.recordings()) {
        try {
          recording.read(batch -> {}, bytes -> {});
        } catch (UserError e) {
          named++;
        }
        recording.missing();
      }
    }
    assertThat(named).isGreaterThan(5);
  }

  @Test
  void saysWhatWasNotRecorded() throws IOException {
    assertThat(missing(Map.of("jdk.JVMInformation#enabled", "true")))
        .anyMatch(text -> text.startsWith("No collection is in the recording, and not whether"))
        .anyMatch(text -> text.startsWith("Allocation counters are not recorded"))
        .anyMatch(text -> text.startsWith("Thread counts are not in the recording"));
    assertThat(
            missing(
                Map.of(
                    "jdk.GarbageCollection#enabled", "false", "jdk.ActiveSetting#enabled", "true")))
        .anyMatch(text -> text.startsWith("Collections are not recorded"));
    assertThat(
            missing(
                Map.of(
                    "jdk.GarbageCollection#enabled", "true",
                    "jdk.GCPhasePause#enabled", "true",
                    "jdk.GCPhasePause#threshold", "10 s",
                    "jdk.ActiveSetting#enabled", "true")))
        .anyMatch(text -> text.startsWith("Heap use around collections is not recorded"))
        .anyMatch(text -> text.startsWith("Pauses shorter than 10 s are not recorded"))
        .anyMatch(text -> text.startsWith("The JVM does not say who it is"))
        .noneMatch(text -> text.startsWith("Collections are not recorded"));
  }

  @Test
  void defaultSettingsLackLittle() throws IOException {
    JfrRecording recording = open(write(FILE)).get(0);
    recording.read(batch -> {}, bytes -> {});
    // What comes every second or five may be missing from a recording as short as this one.
    assertThat(recording.missing())
        .anyMatch(text -> text.startsWith("Allocation counters come once per chunk only"))
        .noneMatch(text -> text.matches("(No coll|Coll|Heap|Paus|The gen|Metaspace|The JVM|Ev).*"));
  }

  @Test
  void tellsHowMuchWasRead() throws IOException {
    JfrRecording recording = open(write(FILE)).get(0);
    List<Long> told = new ArrayList<>();
    recording.read(batch -> {}, told::add);
    assertThat(told).isSorted().last().isEqualTo((long) FILE.length);
    assertThat(recording.bytes()).isEqualTo(FILE.length);
  }

  private List<String> missing(Map<String, String> settings) throws IOException {
    JfrRecording recording = open(write(SmallRecording.ofTwoChunks(settings))).get(0);
    recording.read(batch -> {}, bytes -> {});
    return recording.missing();
  }

  private static List<GcCycle> cycles(List<TelemetryBatch> batches) {
    return batches.stream().flatMap(batch -> batch.getGcCyclesList().stream()).toList();
  }

  private static List<TelemetryBatch> read(Path... paths) throws IOException {
    List<TelemetryBatch> batches = new ArrayList<>();
    List<JfrRecording> recordings = open(paths);
    assertThat(recordings).hasSize(1);
    recordings.get(0).read(batches::add, bytes -> {});
    return batches;
  }

  private static List<JfrRecording> open(Path... paths) throws IOException {
    JfrFiles opened = new JfrFiles();
    for (Path path : paths) {
      opened.add(path);
    }
    return opened.recordings();
  }

  /** Always of the same name, which becomes part of the JVM's id. */
  private Path write(byte[] content) throws IOException {
    Path parent = Files.createDirectories(directory.resolve(Integer.toString(files++)));
    return Files.write(parent.resolve("soak.jfr"), content);
  }
}
