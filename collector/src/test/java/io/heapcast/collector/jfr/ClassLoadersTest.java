package io.heapcast.collector.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.ClassLoaderCount;
import org.junit.jupiter.api.Test;

final class ClassLoadersTest {

  private final ClassLoaders loaders = new ClassLoaders();

  @Test
  void aRoundIsCountedWhenTwoFlushesPassWithoutMoreOfIt() {
    tell(60_000, 30);
    assertThat(loaders.flush()).isEmpty();
    assertThat(loaders.flush()).as("told twice").isEmpty();
    tell(60_001, 12);
    assertThat(loaders.flush()).isEmpty();
    assertThat(loaders.flush()).isEmpty();
    assertThat(loaders.flush()).containsExactly(count(60_001, 42));
    assertThat(loaders.flush()).isEmpty();
  }

  @Test
  void roundsAreTakenApart() {
    tell(60_000, 3);
    tell(120_000, 4);
    assertThat(loaders.takeBefore(120_000)).containsExactly(count(60_000, 3));
    assertThat(loaders.takeBefore(200_000)).containsExactly(count(120_000, 4));
  }

  private void tell(long timeMs, int times) {
    for (int i = 0; i < times; i++) {
      loaders.add(timeMs);
    }
  }

  private static ClassLoaderCount count(long timeMs, int loaders) {
    return ClassLoaderCount.newBuilder().setTimeMs(timeMs).setCount(loaders).build();
  }
}
