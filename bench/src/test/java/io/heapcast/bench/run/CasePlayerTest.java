package io.heapcast.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.leak.Watch;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.JvmWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CasePlayerTest {

  private static final Contender HALF = TinyCases.threshold("half", 0.5);

  @Test
  void everyWindowOfEveryJvmIsObserved() {
    Played played = player(HALF).play(TinyCases.restarted("r", 700));

    assertThat(played.jvms())
        .containsExactly(
            new JvmSpan("host/1@0", 0, 7_000_000, 700, 700),
            new JvmSpan("host/2@9", 7_000_000, 14_000_000, 700, 700));
  }

  @Test
  void windowsBeforeTheLeakAreToldApart() {
    Played played = player(HALF).play(TinyCases.leak("l", 600, 100));

    assertThat(played.jvms())
        .singleElement()
        .extracting(JvmSpan::windowsBeforeLeak)
        .isEqualTo(100L);
  }

  @Test
  void onlyOpinionsThatSaySomethingNewAreKept() {
    Played played = player(HALF).play(TinyCases.leak("l", 600, 100));

    // 0.2 + 0.8 · n / 500 reaches a half at n = 188 windows after the begin.
    assertThat(played.tracks().get(0).opinions())
        .containsExactly(Opinion.heap(10_000, false), Opinion.heap(289 * 10_000L, true));
    assertThat(played.tracks().get(0).cpuNanos()).isPositive();
  }

  @Test
  void allContendersSeeTheSameWindowsInOrderAndThenTheEnd() {
    Listener one = new Listener("one");
    Listener other = new Listener("other");

    Played played = player(one, other).play(TinyCases.leak("l", 600, 100));

    assertThat(one.windows).hasSize(600).isEqualTo(other.windows);
    assertThat(one.windows).extracting(JvmWindow::getStartTimeMs).isSorted();
    assertThat(one.ends).isEqualTo(1);
    assertThat(played.tracks()).extracting(Track::contender).containsExactly("one", "other");
  }

  @Test
  void theLastPartialWindowOfAJvmThatGoesOnIsSeen() {
    Case cut =
        TinyCases.of(
            "cut",
            "steady",
            Truth.healthy(),
            sink ->
                TinyCases.healthy("whole", 20)
                    .telemetry()
                    .play(batch -> sink.accept(batch.toBuilder().clearEnded().build())));

    assertThat(player(HALF).play(cut).jvms())
        .singleElement()
        .extracting(JvmSpan::windows)
        .isEqualTo(20L);
  }

  @Test
  void theCurveIsThinnedAndEndsNearTheLimit() {
    Curve curve = player(HALF).play(TinyCases.leak("l", 1000, 100)).curve();

    assertThat(curve.points()).hasSizeBetween(150, 300);
    assertThat(curve.points().get(0).cleaned().getAsDouble()).isEqualTo(0.2 * TinyCases.LIMIT);
    Curve.Point last = curve.points().get(curve.points().size() - 1);
    assertThat(last.cleaned().getAsDouble()).isGreaterThan(0.98 * TinyCases.LIMIT);
    assertThat(last.limit()).hasValue(TinyCases.LIMIT);
    assertThat(last.level()).isEmpty();
  }

  @Test
  void aContenderThatFailsIsNamedWithItsCase() {
    Contender failing = new Listener("failing", new IllegalStateException("no idea"));

    assertThatThrownBy(() -> player(failing).play(TinyCases.healthy("h", 20)))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll("case h", "contender 'failing'", "no idea");
  }

  @Test
  void telemetryThatCannotBeReadIsNamed() {
    Case broken =
        TinyCases.of(
            "broken",
            "steady",
            Truth.healthy(),
            sink -> {
              throw new IOException("truncated at byte 7");
            });

    assertThatThrownBy(() -> player(HALF).play(broken))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll("case broken", "truncated at byte 7");
  }

  private static CasePlayer player(Contender... contenders) {
    return new CasePlayer(List.of(contenders));
  }

  /** Remembers what it sees. */
  private static final class Listener implements Contender {

    private final String name;
    private final List<RuntimeException> failure;
    private final List<JvmWindow> windows = new ArrayList<>();
    private int ends;

    Listener(String name, RuntimeException... failure) {
      this.name = name;
      this.failure = List.of(failure);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String about() {
      return "listens";
    }

    @Override
    public Watch watch(Case watched, String jvmId) {
      return new Watch() {
        @Override
        public List<Opinion> accept(JvmWindow window) {
          failure.forEach(
              e -> {
                throw e;
              });
          windows.add(window);
          return List.of();
        }

        @Override
        public List<Opinion> end() {
          ends++;
          return List.of();
        }
      };
    }
  }
}
