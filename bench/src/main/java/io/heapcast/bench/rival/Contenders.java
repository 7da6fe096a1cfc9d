package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Contender;
import java.util.List;

/** Who competes. A new rival is one class and one line here. */
public final class Contenders {

  private Contenders() {}

  /** All contenders in the order of the report, Heapcast first; their names differ. */
  public static List<Contender> all() {
    return List.of(
        new Heapcast(),
        RawHeap.over80(),
        RawHeap.over90(),
        new LiveSet(),
        PredictLinear.fourHours(),
        PredictLinear.day(),
        new HoltForecast(),
        new JmcLiveSetTrend(),
        MannKendall.collections(),
        MannKendall.hours(),
        new Cusum(),
        new Ewma(),
        new SurvivalRatio(),
        new ThreeCollections(),
        new P95Threshold());
  }
}
