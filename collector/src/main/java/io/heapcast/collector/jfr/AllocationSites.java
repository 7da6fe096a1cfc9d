package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.AllocationSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Allocation samples of one flush, folded per second, class and frames: a window never takes the
 * samples of another.
 */
public final class AllocationSites {

  private record Site(long second, String className, List<String> frames) {}

  private static final class Fold {
    private long timeMs;
    private int count;
    private long weightBytes;
  }

  private final NameDictionary names;
  private final Map<Site, Fold> folds = new LinkedHashMap<>();

  AllocationSites(NameDictionary names) {
    this.names = names;
  }

  /**
   * Takes one sample.
   *
   * @param frames innermost first
   * @param weightBytes what the sample stands for
   */
  public void add(long timeMs, String className, List<String> frames, long weightBytes) {
    Site site = new Site(timeMs / 1_000, className, frames);
    Fold fold = folds.computeIfAbsent(site, key -> new Fold());
    fold.timeMs = Math.max(fold.timeMs, timeMs);
    fold.count++;
    fold.weightBytes += weightBytes;
  }

  List<AllocationSample> flush() {
    List<AllocationSample> samples = new ArrayList<>();
    folds.forEach(
        (site, fold) ->
            samples.add(
                AllocationSample.newBuilder()
                    .setTimeMs(fold.timeMs)
                    .setClassId(names.id(site.className()))
                    .addAllFrameIds(site.frames().stream().map(names::id).toList())
                    .setCount(fold.count)
                    .setWeightBytes(fold.weightBytes)
                    .build()));
    folds.clear();
    return samples;
  }
}
