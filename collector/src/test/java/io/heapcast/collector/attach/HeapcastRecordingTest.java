package io.heapcast.collector.attach;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeapcastRecordingTest {

  @ParameterizedTest
  @ValueSource(strings = {"heapcast", "heapcast-2", "heapcast-12"})
  void whatWeStartedIsOurs(String name) {
    assertThat(HeapcastRecording.isOurs(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"heapcast-debug", "heapcastdump", "heapcast-2-old", "my-heapcast", "1"})
  void whatAnOperatorStartedIsNot(String name) {
    assertThat(HeapcastRecording.isOurs(name)).isFalse();
  }
}
