package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Healthy services whose JVMs come and go. */
final class Restarts {

  static final Map<String, Story.Script> SCRIPTS =
      Map.of(
          "daily-restarts", Restarts::daily,
          "collector-change", Restarts::collectorChange,
          "rolling-restarts", Restarts::rolling);

  private Restarts() {}

  /** A warm-up every day; all that is ever seen is a first day. */
  private static Story daily(Scene scene) {
    double base = scene.share(0.06, 0.2);
    double cache = scene.share(0.1, 0.35);
    int days = (int) Math.max(3, Math.min(7, scene.span / Scene.DAY));
    double fill = cache * scene.heap / (Scene.DAY * scene.share(0.1, 0.5));
    List<JvmPlan> jvms = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      JvmPlan plan = scene.jvm(base, base + cache, Scene.DAY - 120);
      if (day > 0) {
        scene.restarted(plan, jvms.get(day - 1), 60);
      }
      plan.shutDown = true;
      jvms.add(plan.with(Holder.heap(LiveSets.cache(cache * scene.heap, fill))));
    }
    return Story.healthy(jvms);
  }

  /**
   * The second JVM collects in another way, in a heap of another size: floors cannot be compared.
   */
  private static Story collectorChange(Scene scene) {
    double base = scene.share(0.1, 0.2);
    JvmPlan before = scene.jvm(base, base + 0.2, 0.45 * scene.span);
    before.shutDown = true;
    JvmPlan after = scene.jvm(base, base + 0.2, 0.5 * scene.span);
    scene.restarted(after, before, 90);
    after.collector = before.collector == Collector.G1 ? Collector.PARALLEL : Collector.G1;
    after.heapBytes = scene.heap * scene.share(0.7, 1.6);
    after.version = "1.1.0";
    if (after.containerLimit < Double.POSITIVE_INFINITY) {
      scene.container(after, 0);
    }
    Pace.set(after, scene.dice, scene.span / scene.setting.floors(), base + 0.1, 10);
    for (JvmPlan plan : List.of(before, after)) {
      plan.with(Holder.heap(LiveSets.cache(0.1 * scene.heap, scene.heap / scene.span)));
    }
    return Story.healthy(List.of(before, after));
  }

  /** Each replica that goes leaves its load to the others for a while. */
  private static Story rolling(Scene scene) {
    double base = scene.share(0.08, 0.2);
    double sessions = scene.share(0.08, 0.16);
    int replicas = 3;
    double length = Math.min(scene.span, 3 * Scene.DAY);
    double rollingFrom = length * scene.share(0.4, 0.6);
    double each = 900;
    List<JvmPlan> jvms = new ArrayList<>();
    JvmPlan model = null;
    for (int replica = 0; replica < replicas; replica++) {
      double goes = rollingFrom + replica * each;
      JvmPlan before = scene.jvm(base, base + 2.5 * sessions, goes);
      if (model != null) {
        double startMs = model.startMs;
        scene.restarted(before, model, 0);
        before.startMs = startMs;
      }
      model = model == null ? before : model;
      before.instance = replica;
      before.shutDown = true;
      before.trend = seconds -> seconds > rollingFrom ? 1.3 : 1;
      JvmPlan after =
          scene.restarted(scene.jvm(base, base + 2.5 * sessions, length - goes - 60), before, 60);
      after.version = "1.1.0";
      for (JvmPlan plan : List.of(before, after)) {
        plan.with(Holder.heap(LiveSets.sessions(sessions * scene.heap, 900)));
        jvms.add(plan);
      }
    }
    return Story.healthy(jvms);
  }
}
