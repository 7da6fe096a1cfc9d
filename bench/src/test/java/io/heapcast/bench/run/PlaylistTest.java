package io.heapcast.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Truth;
import io.heapcast.telemetry.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PlaylistTest {

  private static final CasePlayer PLAYER =
      new CasePlayer(List.of(TinyCases.threshold("half", 0.5)));

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @Test
  void whatComesOutIsSortedHoweverManyPlay() {
    List<Case> cases =
        IntStream.range(0, 40)
            .mapToObj(i -> TinyCases.leak("case-%02d".formatted((i * 17) % 40), 30 + i, 10))
            .toList();

    List<List<Object>> one = new Playlist(PLAYER, 1, progress(0)).play(cases, this::facts);
    List<List<Object>> four = new Playlist(PLAYER, 4, progress(0)).play(cases, this::facts);

    assertThat(four).isEqualTo(one);
    assertThat(four.get(0).get(0)).isEqualTo("case-00");
    assertThat(four.get(39).get(0)).isEqualTo("case-39");
  }

  @Test
  void progressTellsHowMuchIsLeft() {
    new Playlist(PLAYER, 1, progress(20))
        .play(List.of(TinyCases.healthy("a", 20), TinyCases.healthy("b", 20)), this::facts);

    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("leakbench: 1 of 2 cases, 20 s, about 20 s more")
        .contains("leakbench: 2 of 2 cases in 1 min 0 s");
  }

  @Test
  void aCaseThatFailsEndsItAllWithItsOwnWords() {
    Case broken =
        TinyCases.of(
            "broken",
            "steady",
            Truth.healthy(),
            sink -> {
              throw new IOException("gone");
            });

    assertThatThrownBy(
            () ->
                new Playlist(PLAYER, 2, progress(0))
                    .play(List.of(TinyCases.healthy("a", 20), broken), this::facts))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("case broken");
  }

  private List<Object> facts(Played played) {
    return List.of(
        played.watched().id(),
        played.jvms(),
        played.tracks().stream().map(Track::opinions).toList(),
        played.curve());
  }

  /** A clock that goes on by some seconds each time it is read. */
  private RunProgress progress(int seconds) {
    AtomicInteger read = new AtomicInteger();
    InstantSource clock = () -> Instant.ofEpochSecond((long) seconds * read.getAndIncrement());
    return new RunProgress(new PrintStream(told, true, StandardCharsets.UTF_8), false, clock);
  }
}
