package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a fleet's telemetry must have become, by a plain engine and a plain detector per JVM: every
 * window and every verdict once, in order, byte for byte.
 */
final class PipelineOracle {

  private final CrashBed bed;
  private final SyntheticFleet fleet;
  private final String run;
  private final Digests digests = new Digests();
  private long windows;
  private long verdicts;

  /**
   * An oracle.
   *
   * @param run told with a failure, such as its seed
   */
  PipelineOracle(CrashBed bed, SyntheticFleet fleet, String run) {
    this.bed = bed;
    this.fleet = fleet;
    this.run = run;
  }

  void assertWindows() {
    Map<String, List<Long>> found = digests.read(bed.settings(), Topic.WINDOWS);
    forEachJvm(
        (jvmId, expected) -> {
          windows += expected.size();
          assertSame("windows of " + jvmId, expected, found.remove(jvmId));
        });
    assertThat(found.keySet()).as("JVMs that nobody sent, %s", run).isEmpty();
  }

  void assertVerdicts() {
    Map<String, List<Long>> found = digests.read(bed.settings(), Topic.VERDICTS);
    forEachJvm(
        (jvmId, closed) -> {
          JvmDetector detector = new JvmDetector();
          List<JvmVerdict> expected = new ArrayList<>();
          closed.forEach(window -> detector.accept(window).ifPresent(expected::add));
          verdicts += expected.size();
          assertSame("verdicts of " + jvmId, expected, found.remove(jvmId));
        });
    assertThat(found.keySet()).as("JVMs that nobody sent, %s", run).isEmpty();
  }

  /** Windows that were compared. */
  long windows() {
    return windows;
  }

  /** Verdicts that were compared. */
  long verdicts() {
    return verdicts;
  }

  private interface OfJvm {
    void accept(String jvmId, List<JvmWindow> windows);
  }

  private void forEachJvm(OfJvm check) {
    for (int replica = 0; replica < fleet.replicas(); replica++) {
      fleet.batchesOf(replica).forEach((jvmId, batches) -> check.accept(jvmId, windows(batches)));
    }
  }

  private List<JvmWindow> windows(List<TelemetryBatch> batches) {
    Duration grace = bed.settings().duration(Setting.WINDOW_GRACE);
    WindowEngine engine = new WindowEngine(batches.get(0).getJvmId(), grace);
    List<JvmWindow> windows = new ArrayList<>();
    batches.forEach(batch -> windows.addAll(engine.accept(batch)));
    return windows;
  }

  private void assertSame(String what, List<? extends Message> expected, List<Long> found) {
    List<Long> wanted = digests.of(expected);
    List<Long> given = found == null ? List.of() : found;
    if (given.equals(wanted)) {
      return;
    }
    int at = 0;
    while (at < Math.min(given.size(), wanted.size()) && given.get(at).equals(wanted.get(at))) {
      at++;
    }
    throw new AssertionError(
        "%s, %s: found %d, expected %d; the first that differs is number %d, expected %s"
            .formatted(
                what,
                run,
                given.size(),
                wanted.size(),
                at,
                at < expected.size() ? expected.get(at) : "none"));
  }
}
