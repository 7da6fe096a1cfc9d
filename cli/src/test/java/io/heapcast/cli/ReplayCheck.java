package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.cli.analyze.Replay;
import io.heapcast.collector.recording.JfrFiles;
import io.heapcast.collector.recording.JfrRecording;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Replay equals live: what the collector, Kafka and both topologies made of a JVM while it ran is
 * what the analysis makes of its recording, window by window and verdict by verdict.
 *
 * <p>Left out is what only one of them can know: the name and host of the JVM, its resident memory
 * for which the collector asks the host, and that it vanished.
 */
final class ReplayCheck {

  /** The end, which a recording does not hold, closes the last windows early when live. */
  private static final int LAST_WINDOWS = 2;

  private final List<JvmWindow> liveWindows;
  private final List<JvmVerdict> liveVerdicts;

  /** Reads what was published of a JVM that has ended. */
  ReplayCheck(Settings settings, long pid) {
    liveWindows =
        TopicRecords.read(settings, Topic.WINDOWS, JvmWindow.getDefaultInstance()).values().stream()
            .filter(windows -> windows.get(0).getInfo().getProcessPid() == pid)
            .findFirst()
            .orElseThrow();
    liveVerdicts =
        TopicRecords.read(settings, Topic.VERDICTS, JvmVerdict.getDefaultInstance())
            .values()
            .stream()
            .filter(verdicts -> verdicts.get(0).getInfo().getProcessPid() == pid)
            .findFirst()
            .orElseThrow();
  }

  void recordingGivesTheSame(List<Path> chunks) throws IOException {
    List<JvmWindow> windows = new ArrayList<>();
    List<JvmVerdict> verdicts = new ArrayList<>();
    replay(chunks, windows, verdicts);

    int compared = liveWindows.size() - LAST_WINDOWS;
    assertThat(compared).isGreaterThan(6);
    assertThat(liveWindows).allMatch(window -> window.getLateDropped() == 0);
    assertThat(windows).allMatch(window -> window.getLateDropped() == 0);
    NearlySame.assertNearlySame(
        comparable(windows.subList(0, compared)), comparable(liveWindows.subList(0, compared)));

    long untilMs = liveWindows.get(compared - 1).getEndTimeMs();
    assertThat(verdicts).isNotEmpty();
    assertThat(until(untilMs, liveVerdicts)).hasSizeGreaterThan(3);
    NearlySame.assertNearlySame(
        until(untilMs, judged(windows.subList(0, compared))), until(untilMs, liveVerdicts));
  }

  /** The verdicts on replayed windows, with what the host alone told of them. */
  private List<JvmVerdict> judged(List<JvmWindow> windows) {
    JvmDetector detector = new JvmDetector();
    List<JvmVerdict> verdicts = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      JvmWindow live = liveWindows.get(i);
      JvmWindow.Builder window = windows.get(i).toBuilder();
      window.clearResidentBytes().clearResidentAnonymousBytes();
      if (live.hasResidentBytes()) {
        window.setResidentBytes(live.getResidentBytes());
      }
      if (live.hasResidentAnonymousBytes()) {
        window.setResidentAnonymousBytes(live.getResidentAnonymousBytes());
      }
      detector.accept(window.build()).ifPresent(verdicts::add);
    }
    return verdicts;
  }

  private static void replay(List<Path> chunks, List<JvmWindow> windows, List<JvmVerdict> verdicts)
      throws IOException {
    JfrFiles files = new JfrFiles();
    for (Path chunk : chunks) {
      files.add(chunk);
    }
    assertThat(files.damages()).isEmpty();
    List<JfrRecording> recordings = files.recordings();
    assertThat(recordings).hasSize(1);
    List<TelemetryBatch> batches = new ArrayList<>();
    recordings.get(0).read(batches::add, bytes -> {});
    Replay replay = new Replay(batches.get(0).getJvmId(), windows::add, verdicts::add);
    batches.forEach(replay::accept);
    replay.finish();
  }

  private static List<JvmWindow> comparable(List<JvmWindow> windows) {
    return windows.stream()
        .map(
            window ->
                window.toBuilder()
                    .clearInfo()
                    .clearResidentBytes()
                    .clearResidentAnonymousBytes()
                    .build())
        .toList();
  }

  private static List<JvmVerdict> until(long untilMs, List<JvmVerdict> verdicts) {
    return verdicts.stream()
        .filter(verdict -> verdict.getAsOfMs() <= untilMs)
        .map(verdict -> verdict.toBuilder().clearInfo().build())
        .toList();
  }
}
