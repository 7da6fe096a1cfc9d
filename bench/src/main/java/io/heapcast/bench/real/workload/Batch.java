package io.heapcast.bench.real.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One large batch: gathers for a while, holds, and lets go of all. */
final class Batch implements Workload {

  private static final double ROW_BYTES = 2_500;

  private final SplittableRandom random;
  private final double beginSeconds;
  private final double gatherSeconds;
  private final double endSeconds;
  private final double rowsAtMost;
  private final List<Payload> rows = new ArrayList<>();

  Batch(Setup setup) {
    random = setup.random().split();
    beginSeconds = setup.moment(0.2, 0.5);
    gatherSeconds = setup.moment(0.1, 0.25);
    endSeconds = beginSeconds + gatherSeconds + setup.moment(0.02, 0.1);
    rowsAtMost = setup.roomBytes() * random.nextDouble(0.4, 0.65) / ROW_BYTES;
  }

  @Override
  public void tick(double seconds) {
    if (seconds >= endSeconds) {
      rows.clear();
    } else if (seconds >= beginSeconds) {
      double goal = rowsAtMost * Math.min(1, (seconds - beginSeconds) / gatherSeconds);
      while (rows.size() < goal) {
        rows.add(Payload.of("batch", ROW_BYTES, random));
      }
    }
  }
}
