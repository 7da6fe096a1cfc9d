package io.heapcast.server.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heapcast.server.remotewrite.RemoteWriteClient.Answer;
import io.heapcast.server.remotewrite.RemoteWriteClient.Outcome;
import io.heapcast.telemetry.v1.JvmWindow;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowSenderTest {

  private static final List<JvmWindow> WINDOWS =
      IntStream.range(0, 1_200)
          .mapToObj(n -> Windows.window(Windows.FIRST_END_MS, n).build())
          .toList();

  /** Takes a post as a whole or not at all, like Prometheus. */
  private static final class FakePrometheus extends RemoteWriteClient {
    final Set<Long> spoiled = new TreeSet<>();
    final Set<Long> unpostable = new TreeSet<>();
    final Set<Long> taken = new TreeSet<>();
    boolean away;
    boolean broken;
    int posts;

    FakePrometheus() {
      super(URI.create("http://127.0.0.1:1"), HttpClient.newHttpClient());
    }

    @Override
    Answer post(List<Sample> samples) {
      posts++;
      if (away) {
        return new Answer(Outcome.UNAVAILABLE, "away");
      }
      if (broken) {
        throw new OutOfMemoryError("as far as this test goes");
      }
      List<Long> times = samples.stream().map(Sample::timeMs).toList();
      if (times.stream().anyMatch(unpostable::contains)) {
        throw new IllegalStateException("no post can be made of it");
      }
      if (times.stream().anyMatch(spoiled::contains)) {
        return new Answer(Outcome.REFUSED, "spoiled");
      }
      taken.addAll(times);
      return new Answer(Outcome.WRITTEN, "");
    }
  }

  private final FakePrometheus prometheus = new FakePrometheus();
  private final RemoteWriteCounts counts = new RemoteWriteCounts();
  private final WindowSender sender = new WindowSender(prometheus, counts);

  @Test
  void windowsGoInFewPosts() throws Exception {
    sender.add(WINDOWS);
    assertThat(sender.send()).isTrue();
    assertThat(prometheus.posts).isEqualTo(3);
    assertThat(prometheus.taken).hasSize(1_200);
    assertThat(counts.written()).isEqualTo(1_200);
  }

  @Test
  void onlyTheWindowThatSpoilsAPostIsDropped() throws Exception {
    prometheus.spoiled.add(WINDOWS.get(3).getEndTimeMs());
    prometheus.spoiled.add(WINDOWS.get(499).getEndTimeMs());
    sender.add(WINDOWS);
    assertThat(sender.send()).isTrue();
    assertThat(prometheus.taken).hasSize(1_198);
    assertThat(counts.refused()).isEqualTo(2);
    assertThat(counts.written()).isEqualTo(1_198);
  }

  @Test
  void soIsTheOneThatNoPostCanBeMadeOf() throws Exception {
    prometheus.unpostable.add(WINDOWS.get(600).getEndTimeMs());
    sender.add(WINDOWS);
    assertThat(sender.send()).isTrue();
    assertThat(prometheus.taken).hasSize(1_199);
    assertThat(counts.refused()).isEqualTo(1);
  }

  @Test
  void anErrorLeavesEverythingPending() throws Exception {
    prometheus.broken = true;
    sender.add(WINDOWS);
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(sender::send);
    prometheus.broken = false;
    assertThat(sender.send()).isTrue();
    assertThat(prometheus.taken).hasSize(1_200);
    assertThat(counts.written()).isEqualTo(1_200);
  }

  @Test
  void whileItIsAwayNothingIsDropped() throws Exception {
    prometheus.away = true;
    sender.add(WINDOWS);
    assertThat(sender.send()).isFalse();
    assertThat(sender.send()).isFalse();
    assertThat(prometheus.posts).isEqualTo(2);
    assertThat(counts.retries()).isEqualTo(2);
    prometheus.away = false;
    assertThat(sender.send()).isTrue();
    assertThat(prometheus.taken).hasSize(1_200);
  }

  @Test
  void onlyWhatMaySucceedLaterIsTriedAgain() {
    assertThat(RemoteWriteClient.answer(204, "").outcome()).isEqualTo(Outcome.WRITTEN);
    assertThat(RemoteWriteClient.answer(400, "duplicate sample for timestamp").outcome())
        .isEqualTo(Outcome.REFUSED);
    assertThat(RemoteWriteClient.answer(500, "too old sample").outcome())
        .isEqualTo(Outcome.REFUSED);
    for (int status : new int[] {409, 413, 422}) {
      assertThat(RemoteWriteClient.answer(status, "no").outcome())
          .as("%d", status)
          .isEqualTo(Outcome.REFUSED);
    }
    for (int status : new int[] {401, 403, 404, 429, 500, 503}) {
      assertThat(RemoteWriteClient.answer(status, "later").outcome())
          .as("%d", status)
          .isEqualTo(Outcome.UNAVAILABLE);
    }
  }
}
