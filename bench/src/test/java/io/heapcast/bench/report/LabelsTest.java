package io.heapcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.report.Labels.Spot;
import org.junit.jupiter.api.Test;

class LabelsTest {

  private final Labels labels = new Labels(600, 400, 10);

  @Test
  void aMarkStaysAtItsPlaceWhereThereIsRoom() {
    assertThat(labels.mark(50, 50).isMoved()).isFalse();
    assertThat(labels.mark(60, 50).isMoved()).isFalse();
  }

  @Test
  void aMarkOnAnotherIsMovedBesideIt() {
    labels.mark(50, 50);
    Spot moved = labels.mark(50.2, 50);
    assertThat(Math.abs(moved.dx()) + Math.abs(moved.dy())).isGreaterThanOrEqualTo(20);
  }

  @Test
  void aNameKeepsClearOfLinesAndOfTheEdge() {
    Spot mark = labels.mark(99, 50);
    labels.line(0, 50, 100, 50);
    assertThat(labels.name(99, 50, mark, "a long name"))
        .hasValueSatisfying(
            spot -> {
              assertThat(spot.anchor()).isEqualTo("end");
              assertThat(spot.dy()).isNotEqualTo(4);
            });
  }

  @Test
  void aNameWithoutRoomIsLeftOut() {
    Spot mark = labels.mark(50, 50);
    assertThat(labels.name(50, 50, mark, "x".repeat(200))).isEmpty();
  }

  @Test
  void aNameIsNeverNearerToAnotherMark() {
    Spot own = labels.mark(50, 50);
    labels.mark(56, 50);
    assertThat(labels.name(50, 50, own, "name"))
        .hasValueSatisfying(spot -> assertThat(spot.anchor()).isNotEqualTo("start"));
  }
}
