package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.Collector;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Heaps that see no, one, two or a few old collections before the run ends: all that is known comes
 * from young ones, where promoted garbage and a leak look the same. Only for collectors that have
 * long times without one: ZGC and Shenandoah look at everything every few minutes.
 */
final class FewOldCollections {

  static final Map<String, Story.Script> SCRIPTS =
      Map.of(
          "no-old-leak", scene -> leak(scene, 0),
          "one-old-leak", scene -> leak(scene, 1),
          "two-old-leak", scene -> leak(scene, 2),
          "few-old-leak", scene -> leak(scene, 3 + scene.dice.below(3)),
          "no-old-healthy", scene -> healthy(scene, 0),
          "one-old-healthy", scene -> healthy(scene, 1),
          "two-old-healthy", scene -> healthy(scene, 2),
          "few-old-healthy", scene -> healthy(scene, 3 + scene.dice.below(3)));

  /** See the class; {@link Plans} draws from these for the families here. */
  static final List<Collector> COLLECTORS =
      List.of(Collector.SERIAL, Collector.PARALLEL, Collector.G1);

  static final Set<String> FAMILIES = SCRIPTS.keySet();

  private FewOldCollections() {}

  /** Half or more of what is promoted stays. */
  private static Story leak(Scene scene, int collections) {
    double base = scene.share(0.05, 0.12);
    JvmPlan plan = jvm(scene, base, collections, 0.5);
    double begin = scene.span * scene.share(0.05, 0.25);
    double leaked = scene.setting.collector() == Collector.G1 ? 0.25 : 0.42;
    double rate = leaked * scene.heap / scene.span;
    return LinearLeaks.leak(plan, begin, Leaks.perRequest(rate, begin));
  }

  /** All of it is garbage, and the old generation fills as straight as with a leak. */
  private static Story healthy(Scene scene, int collections) {
    double base = scene.share(0.05, 0.3);
    return Story.healthy(jvm(scene, base, collections, 1));
  }

  private static JvmPlan jvm(
      Scene scene, double base, int collections, double promotedGarbageShare) {
    double each = scene.span / (collections + scene.share(0.75, 0.98));
    JvmPlan plan = scene.jvm(base, base, 3 * scene.span, each / promotedGarbageShare);
    plan.metadataCollections = false;
    plan.systemGcSeconds = Double.POSITIVE_INFINITY;
    plan.mostOldCollections = collections;
    return plan;
  }
}
