package io.heapcast.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.rival.JmcRecording.Samples;
import io.heapcast.telemetry.v1.Collector;
import org.junit.jupiter.api.Test;

final class JmcRecordingTest {

  @Test
  void samplesAreThinnedEvenly() {
    Samples samples = new Samples();
    for (int i = 0; i < 100_000; i++) {
      samples.add(i * 10_000L, i);
    }
    assertThat(samples.size()).isBetween(Samples.MOST / 2, Samples.MOST);
    for (int i = 0; i < samples.size(); i++) {
      assertThat(samples.value(i)).isEqualTo(8L * i);
      assertThat(samples.timeMs(i)).isEqualTo(80_000L * i);
    }
  }

  @Test
  void countsCollectionsAsTheJdkRecordsThem() {
    Windows g1 = new Windows(Collector.G1, 1_000).young(3, 100).full(90).end().young(2, 95).end();
    Windows z = new Windows(Collector.Z, 1_000).young(3, 100).full(90).end();
    JmcRecording ofG1 = new JmcRecording();
    JmcRecording ofZ = new JmcRecording();
    g1.list().forEach(ofG1::add);
    z.list().forEach(ofZ::add);
    assertThat(ofG1.youngCollections()).isEqualTo(5);
    assertThat(ofG1.oldCollections()).isEqualTo(1);
    assertThat(ofG1.uses().size()).isEqualTo(3);
    assertThat(ofZ.youngCollections() + ofZ.oldCollections()).isZero();
  }

  @Test
  void aJvmThatWasNeverHeardOfIsNotJudged() {
    assertThat(new JmcRecording().severity()).isEqualTo("NA");
  }

  @Test
  void keepsClassesWhereTheirNumberChanges() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 10; i++) {
      windows.classes(i < 5 ? 100 : 200).end();
    }
    JmcRecording recording = new JmcRecording();
    windows.list().forEach(recording::add);
    assertThat(recording.classes().size()).isEqualTo(2);
    assertThat(recording.classes().timeMs(1)).isEqualTo(Windows.START_MS + 6 * 10_000);
  }
}
