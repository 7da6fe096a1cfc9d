package io.heapcast.streams.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.JvmWindow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An engine that starts afresh where another one has emitted windows already. */
class WindowEngineFloorTest {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Jvm jvm = new Jvm();
  private WindowEngine engine = new WindowEngine(Jvm.ID, GRACE);

  private List<Long> closed(int observedUntilMs, int threadsMs) {
    return engine
        .accept(jvm.observedUntil(observedUntilMs).addThreads(Jvm.threads(threadsMs, 6)).build())
        .stream()
        .map(JvmWindow::getStartTimeMs)
        .toList();
  }

  @Test
  void neverEmitsWhatIsOut() {
    engine.skipTo(Jvm.at(20_000));
    assertThat(closed(16_000, 5_000)).isEmpty();
    assertThat(closed(26_000, 15_000)).isEmpty();
    assertThat(closed(36_000, 25_000)).containsExactly(Jvm.at(20_000));
  }

  @Test
  void remembersWhatIsOutBeforeItHasSeenAnything() {
    engine.skipTo(Jvm.at(20_000));
    engine = WindowEngine.restore(Jvm.ID, GRACE, StoredStates.of(engine), engine.profile());
    assertThat(closed(26_000, 15_000)).isEmpty();
    assertThat(closed(36_000, 25_000)).containsExactly(Jvm.at(20_000));
  }

  @Test
  void followsAClockThatWasSetBackFarBehindIt() {
    engine.skipTo(Jvm.at(7_200_000));
    assertThat(closed(16_000, 5_000)).containsExactly(Jvm.at(0));
  }
}
