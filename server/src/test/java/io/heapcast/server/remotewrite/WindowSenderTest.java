package io.heapcast.server.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heapcast.server.remotewrite.RemoteWriteClient.Answer;
import io.heapcast.server.remotewrite.RemoteWriteClient.Outcome;
import io.heapcast.telemetry.v1.JvmWindow;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
    long leastMs;

    /** From the newest it has; negative: whatever {@link #leastMs} says. */
    long outOfOrderMs = -1;

    private long headMs;
    Duration answersAfter = Duration.ZERO;
    long nanos;
    boolean away;
    boolean broken;
    int posts;

    FakePrometheus() {
      super(URI.create("http://127.0.0.1:1"), HttpClient.newHttpClient());
    }

    @Override
    Answer post(List<Sample> samples) {
      posts++;
      nanos += answersAfter.toNanos();
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
      if (times.stream().anyMatch(time -> time < leastMs)) {
        return RemoteWriteClient.answer(500, "too old sample");
      }
      taken.addAll(times);
      if (outOfOrderMs >= 0) {
        headMs = Math.max(headMs, Collections.max(times));
        leastMs = headMs - outOfOrderMs;
      }
      return new Answer(Outcome.WRITTEN, "");
    }
  }

  private final FakePrometheus prometheus = new FakePrometheus();
  private final RemoteWriteCounts counts = new RemoteWriteCounts();
  private Instant now = Instant.ofEpochMilli(Windows.FIRST_END_MS).plus(Duration.ofDays(2));
  private final WindowSender sender =
      new WindowSender(prometheus, counts, clock(), () -> prometheus.nanos);

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

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
  void ofABacklogThatIsTooOldInPartAllOthersArriveInFewPosts() throws Exception {
    prometheus.leastMs = WINDOWS.get(400).getEndTimeMs();
    List<JvmWindow> backlog = new ArrayList<>(WINDOWS.subList(0, 500));
    Collections.shuffle(backlog, new Random(1));
    sender.add(backlog);
    assertThat(sender.send()).isTrue();
    assertThat(prometheus.posts).isLessThanOrEqualTo(20);
    assertThat(prometheus.taken).containsExactlyElementsOf(ends(WINDOWS.subList(400, 500)));
    assertThat(counts.refused()).isEqualTo(400);
    assertThat(counts.written()).isEqualTo(100);
  }

  @Test
  void whereverTheCutIsNothingElseIsDropped() throws Exception {
    for (int cut = 0; cut <= 500; cut++) {
      FakePrometheus fresh = new FakePrometheus();
      fresh.leastMs = Windows.FIRST_END_MS + 10_000L * cut;
      RemoteWriteCounts own = new RemoteWriteCounts();
      WindowSender from = new WindowSender(fresh, own, clock(), () -> 0);
      from.add(WINDOWS.subList(0, 500));
      assertThat(from.send()).isTrue();
      assertThat(own.refused()).as("cut %d", cut).isEqualTo(cut);
      assertThat(own.written()).as("cut %d", cut).isEqualTo(500 - cut);
      assertThat(fresh.taken).as("cut %d", cut).hasSize(500 - cut);
      assertThat(fresh.posts).as("cut %d", cut).isLessThanOrEqualTo(22);
    }
  }

  @Test
  void allOfALongBacklogNeedTwoPostsOnceSomethingWasWritten() throws Exception {
    sender.add(WINDOWS.subList(1_199, 1_200));
    assertThat(sender.send()).isTrue();
    prometheus.leastMs = Long.MAX_VALUE;
    sender.add(WINDOWS.subList(0, 500));
    assertThat(sender.send()).isTrue();
    assertThat(prometheus.posts).isEqualTo(3);
    assertThat(counts.refused()).isEqualTo(500);
  }

  @Test
  void allOfALongBacklogNeedFewPostsAfterAStart() throws Exception {
    prometheus.leastMs = Long.MAX_VALUE;
    sender.add(WINDOWS.subList(0, 500));
    assertThat(sender.send()).isTrue();
    assertThat(prometheus.posts).isLessThanOrEqualTo(11);
    assertThat(counts.refused()).isEqualTo(500);
  }

  /** To try a newer one first would move the newest that Prometheus has. */
  @Test
  void lookingForTheAgeMakesNothingTooOld() throws Exception {
    prometheus.outOfOrderMs = Duration.ofMinutes(30).toMillis();
    long newestMs = Windows.FIRST_END_MS + Duration.ofHours(2).toMillis();
    sender.add(List.of(Windows.window(newestMs, 0).build()));
    assertThat(sender.send()).isTrue();
    List<JvmWindow> backlog = new ArrayList<>(WINDOWS.subList(0, 100));
    for (int n = 1; n <= 400; n++) {
      backlog.add(Windows.window(newestMs, n).build());
    }
    Collections.shuffle(backlog, new Random(1));
    sender.add(backlog);
    assertThat(sender.send()).isTrue();
    assertThat(counts.refused()).isEqualTo(100);
    assertThat(counts.written()).isEqualTo(401);
  }

  @Test
  void aWindowThatIsSpoiledAmongThoseThatAreTooOldIsDroppedForItself() throws Exception {
    prometheus.leastMs = WINDOWS.get(400).getEndTimeMs();
    prometheus.spoiled.add(WINDOWS.get(499).getEndTimeMs());
    prometheus.spoiled.add(WINDOWS.get(10).getEndTimeMs());
    prometheus.spoiled.add(WINDOWS.get(450).getEndTimeMs());
    sender.add(WINDOWS.subList(0, 500));
    assertThat(sender.send()).isTrue();
    assertThat(prometheus.taken).hasSize(98);
    assertThat(counts.refused()).isEqualTo(402);
  }

  /** Prometheus may take one of them in order, and refuse one of another JVM that is younger. */
  @Test
  void withinTheLastHourTheAgeOfOneTellsNothingOfOthers() throws Exception {
    now = Instant.ofEpochMilli(Windows.FIRST_END_MS).plus(Duration.ofMinutes(59));
    prometheus.leastMs = WINDOWS.get(4).getEndTimeMs();
    sender.add(WINDOWS.subList(0, 8));
    assertThat(sender.send()).isTrue();
    assertThat(prometheus.taken).hasSize(4);
    assertThat(counts.refused()).isEqualTo(4);
    assertThat(prometheus.posts).isGreaterThan(8);
  }

  @Test
  void aSlowPrometheusIsLeftForAPollAndLosesNothing() throws Exception {
    prometheus.leastMs = WINDOWS.get(400).getEndTimeMs();
    prometheus.answersAfter = Duration.ofSeconds(25);
    sender.add(WINDOWS);
    int sends = 1;
    while (!sender.send()) {
      assertThat(prometheus.posts).isEqualTo(3 * sends);
      sends++;
    }
    assertThat(sends).isGreaterThan(2);
    assertThat(prometheus.taken).hasSize(800);
    assertThat(counts.refused()).isEqualTo(400);
    assertThat(counts.retries()).isZero();
  }

  @Test
  void whatIsHandedOverInTheMidstOfASearchIsForgotten() throws Exception {
    prometheus.leastMs = WINDOWS.get(400).getEndTimeMs();
    prometheus.answersAfter = Duration.ofSeconds(25);
    sender.add(WINDOWS);
    assertThat(sender.send()).isFalse();
    int posts = prometheus.posts;
    sender.clear();
    assertThat(sender.send()).isTrue();
    assertThat(prometheus.posts).isEqualTo(posts);
  }

  private static List<Long> ends(List<JvmWindow> windows) {
    return windows.stream().map(JvmWindow::getEndTimeMs).toList();
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
    for (String said : List.of("too old sample", "out of bounds")) {
      assertThat(RemoteWriteClient.answer(500, said).outcome()).isEqualTo(Outcome.TOO_OLD);
    }
    for (String said :
        List.of("out of order sample", "out of bounds: timestamp is too far in the future")) {
      assertThat(RemoteWriteClient.answer(500, said).outcome()).isEqualTo(Outcome.REFUSED);
    }
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
