package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heapcast.detector.model.Floor.Quality;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

  private static final int MANY = 5_000;

  private final History history = new History();
  private int added;

  @Test
  void nothingSeenIsNothingToSee() {
    assertThat(history.view(0, null)).isEmpty();
    assertThat(history.scales()).isEqualTo(1);
    assertThat(history.count()).isZero();
  }

  @Test
  void theFirstObservationsAreKeptAsTheyAre() {
    addRising(2 * History.LEAST);
    assertThat(history.view(0, null)).hasSize(2 * History.LEAST);
    assertThat(history.scales()).isEqualTo(1);
    addRising(1);
    assertThat(history.scales()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 50, 100, 777, MANY})
  void theCoarsestViewReachesBackToTheFirstObservation(int observations) {
    addRising(observations);
    List<Floor> whole = history.view(history.scales() - 1, null);
    assertThat(whole.get(0).bytes()).isEqualTo(1);
    assertThat(whole.get(0)).isEqualTo(history.oldest());
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 50, 100, 777, MANY})
  void everyViewIsEvenUpToTheLatestObservation(int observations) {
    addRising(observations);
    for (int scale = 0; scale < history.scales(); scale++) {
      List<Floor> view = history.view(scale, null);
      int stride = 1 << scale;
      assertThat(view).as("scale %d", scale).hasSizeBetween(History.LEAST, 4 * History.LEAST);
      for (int i = 1; i < view.size(); i++) {
        // The lowest of a rising series is the first of those that a knot stands for.
        assertThat(view.get(i).bytes() - view.get(i - 1).bytes())
            .as("scale %d, knot %d", scale, i)
            .isEqualTo(stride);
      }
      double covered = observations - view.get(view.size() - 1).bytes() + 1;
      assertThat(covered).as("scale %d", scale).isBetween(0.5 * stride, 1.5 * stride);
    }
  }

  @Test
  void aKnotIsTheLowestOfWhatItStandsFor() {
    for (int i = 0; i < MANY; i++) {
      add(i == 1_234 ? 7 : 100);
    }
    List<Floor> whole = history.view(history.scales() - 1, null);
    assertThat(whole).filteredOn(floor -> floor.bytes() == 7).hasSize(1);
    assertThat(
            whole.stream().filter(floor -> floor.bytes() == 7).findFirst().orElseThrow().timeMs())
        .isEqualTo(1_235);
  }

  @Test
  void spaceGrowsWithTheLogarithmOnly() {
    addRising(MANY);
    int small = size();
    addRising(15 * MANY);
    assertThat(size() - small).as("four doublings").isLessThanOrEqualTo(5 * 2 * History.LEAST);
    assertThat(size()).isLessThanOrEqualTo(2 * History.LEAST * History.TIERS);
  }

  @Test
  void whatIsOlderThanTheCoarsestTierHoldsIsForgotten() {
    addRising(2 * History.LEAST * (1 << History.TIERS));
    assertThat(history.oldest().bytes()).isGreaterThan(1);
    assertThat(size()).isLessThanOrEqualTo(2 * History.LEAST * History.TIERS);
    assertThat(history.view(History.TIERS - 1, null)).hasSizeGreaterThanOrEqualTo(History.LEAST);
  }

  @Test
  void restoredFromItsStateItIsTheSame() {
    History restored = new History();
    for (int i = 0; i < 500; i++) {
      add(1000 + 400 * Math.sin(i / 9.0));
      restored.add(floor(added, 1000 + 400 * Math.sin(i / 9.0)));
      restored = new History(restored.toState().build());
      assertThat(restored.toState().build()).isEqualTo(history.toState().build());
    }
    assertThat(restored.count()).isEqualTo(500);
    assertThat(restored.largestFall()).isEqualTo(history.largestFall());
    for (int scale = 0; scale < history.scales(); scale++) {
      assertThat(restored.view(scale, null)).isEqualTo(history.view(scale, null));
    }
  }

  @Test
  void theOpenObservationIsTheLastKnotOfTheFinestView() {
    addRising(5);
    Floor open = floor(6, 3);
    assertThat(history.view(0, open)).hasSize(6).last().isEqualTo(open);
    assertThat(history.view(0, null)).hasSize(5);
  }

  @Test
  void theLargestFallIsFromAHeightThatTwoObservationsConfirm() {
    for (double level : new double[] {100, 500, 120, 300, 310, 50, 60}) {
      add(level);
    }
    assertThat(history.largestFall()).as("500 was seen once only").isCloseTo(250, within(1e-9));
  }

  @Test
  void growthIsToldSinceTheKnotAtThatTime() {
    assertThat(history.growthSince(0)).isZero();
    for (double level : new double[] {100, 100, 100, 150}) {
      add(level);
    }
    assertThat(history.growthSince(2)).isCloseTo(0.5, within(1e-9));
    assertThat(history.growthSince(4)).isZero();
  }

  private int size() {
    return history.toState().getValueCount();
  }

  private void addRising(int observations) {
    for (int i = 0; i < observations; i++) {
      add(added + 1.0);
    }
  }

  private void add(double level) {
    added++;
    history.add(floor(added, level));
  }

  private static Floor floor(int number, double level) {
    return new Floor(number, 10L * number, level, Quality.FULL);
  }
}
