package io.heapcast.bench.simulate;

import io.heapcast.bench.simulate.Holder.Growth;
import io.heapcast.bench.simulate.Holder.Place;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;
import java.util.Map;

/**
 * Metaspace, direct buffers, threads and native memory: leaks that the heap does not show, and
 * healthy growth that looks the same for a while.
 */
final class OtherResources {

  static final Map<String, Story.Script> SCRIPTS =
      Map.ofEntries(
          Map.entry("proxy-class-leak", OtherResources::proxyClasses),
          Map.entry("classloader-leak", OtherResources::classLoaders),
          Map.entry("direct-pool-growth", OtherResources::directPool),
          Map.entry("direct-buffer-leak", OtherResources::directBuffers),
          Map.entry("thread-leak", OtherResources::threads),
          Map.entry("executor-leak", OtherResources::executors),
          Map.entry("native-leak", OtherResources::malloc),
          Map.entry("native-arena-leak", OtherResources::arenas),
          Map.entry("pooled-native-arenas", OtherResources::pooledArenas),
          Map.entry("mapped-files", OtherResources::mappedFiles),
          Map.entry("thread-pool-growth", OtherResources::threadPool),
          Map.entry("class-loading-warm-up", OtherResources::classLoading));

  /** Heap bytes of a class per byte of its metadata, about. */
  private static final double HEAP_PER_METASPACE = 0.15;

  private static final double MOST_MIRRORS = 0.15;

  private OtherResources() {}

  /** A class per request of a kind: straight, on top of the ordinary class loading. */
  private static Story proxyClasses(Scene scene) {
    double begin = scene.leadIn();
    JvmPlan plan = host(scene, scene.lifeOfLeak(begin));
    double room = metaspaceRoom(scene, plan);
    double mirrors = mirrorBytes(scene, room);
    plan.with(Holder.heap(Leaks.perRequest(mirrors / scene.span, begin)));
    return leak(
        plan,
        Resource.METASPACE,
        Place.METASPACE,
        begin,
        Leaks.perRequest(room / scene.span, begin));
  }

  /** A staircase: each redeployment leaves an application behind. */
  private static Story classLoaders(Scene scene) {
    double begin = scene.leadIn();
    JvmPlan plan = host(scene, scene.lifeOfLeak(begin));
    double room = metaspaceRoom(scene, plan);
    double redeployments = scene.share(8, 40);
    double mirrors = mirrorBytes(scene, room);
    plan.with(Holder.heap(Leaks.lumps(mirrors / redeployments, scene.span / redeployments, begin)));
    return leak(
        plan,
        Resource.METASPACE,
        Place.METASPACE,
        begin,
        Leaks.lumps(room / redeployments, scene.span / redeployments, begin));
  }

  /** The pool grows chunk by chunk and never comes back; a healthy pool does so for a while. */
  private static Story directPool(Scene scene) {
    double begin = scene.leadIn();
    JvmPlan plan = host(scene, scene.lifeOfLeak(begin));
    double room = directRoom(scene, plan);
    double chunks = scene.share(20, 60);
    plan.with(Holder.of(Place.DIRECT, LiveSets.pool(0.1 * room, 0.2 * room)));
    return leak(
        plan,
        Resource.DIRECT,
        Place.DIRECT,
        begin,
        Leaks.lumps(0.85 * room / chunks, scene.span / chunks, begin));
  }

  /** Buffers kept referenced: the heap holds only their tiny owners. */
  private static Story directBuffers(Scene scene) {
    double begin = scene.leadIn();
    JvmPlan plan = host(scene, scene.lifeOfLeak(begin));
    double room = directRoom(scene, plan);
    return leak(
        plan, Resource.DIRECT, Place.DIRECT, begin, Leaks.perRequest(room / scene.span, begin));
  }

  /** Until the operating system refuses another one; no limit is told anywhere. */
  private static Story threads(Scene scene) {
    double begin = scene.leadIn();
    JvmPlan plan = host(scene, scene.lifeOfLeak(begin));
    double room = threadRoom(scene, plan);
    return leak(
        plan, Resource.THREADS, Place.THREADS, begin, Leaks.perRequest(room / scene.span, begin));
  }

  /** Whole pools at a time, beside a pool that breathes with the load. */
  private static Story executors(Scene scene) {
    double begin = scene.leadIn();
    JvmPlan plan = host(scene, scene.lifeOfLeak(begin));
    double room = threadRoom(scene, plan);
    double pools = scene.share(40, 200);
    plan.with(Holder.of(Place.THREADS, LiveSets.sessions(20, 300)));
    return leak(
        plan,
        Resource.THREADS,
        Place.THREADS,
        begin,
        Leaks.lumps(0.95 * room / pools, scene.span / pools, begin));
  }

  /** Only the resident set and the container see it. */
  private static Story malloc(Scene scene) {
    double begin = scene.leadIn();
    JvmPlan plan = host(scene, scene.lifeOfLeak(begin));
    double room = nativeRoom(scene, plan);
    return leak(
        plan, Resource.NATIVE, Place.NATIVE, begin, Leaks.perRequest(room / scene.span, begin));
  }

  /** In steps of whole arenas, between which nothing moves. */
  private static Story arenas(Scene scene) {
    double begin = scene.leadIn();
    JvmPlan plan = host(scene, scene.lifeOfLeak(begin));
    double room = nativeRoom(scene, plan);
    double arenas = scene.share(10, 40);
    return leak(
        plan,
        Resource.NATIVE,
        Place.NATIVE,
        begin,
        Leaks.lumps(room / arenas, scene.span / arenas, begin));
  }

  /** Pools and arenas grow with every new peak of load, for days, and give nothing back. */
  private static Story pooledArenas(Scene scene) {
    JvmPlan plan = host(scene, scene.span);
    double most = scene.heap * scene.share(0.3, 0.8);
    scene.container(plan, 2 * most);
    plan.directLimit = Math.max(plan.directLimit, 1.5 * most + 16 * Scene.MIB);
    plan.with(Holder.of(Place.NATIVE, LiveSets.pool(0.35 * most, most)));
    plan.with(Holder.of(Place.DIRECT, LiveSets.skewedCache(most, 600, 0.6 * scene.span)));
    return Story.healthy(plan).of(Resource.NATIVE);
  }

  /** Resident memory rises to the container's limit, and the kernel takes it back when needed. */
  private static Story mappedFiles(Scene scene) {
    JvmPlan plan = host(scene, scene.span);
    double files = scene.heap * scene.share(1, 4);
    scene.container(plan, scene.share(0.2, 0.6) * files);
    plan.with(Holder.of(Place.MAPPED, LiveSets.cache(files, files / (0.7 * scene.span))));
    return Story.healthy(plan).of(Resource.NATIVE);
  }

  /** One thread more whenever all are busy, to the bound. */
  private static Story threadPool(Scene scene) {
    JvmPlan plan = host(scene, scene.span);
    double bound = scene.share(100, 600);
    scene.container(plan, bound * JvmPlan.STACK);
    plan.with(
        Holder.of(
            Place.THREADS, LiveSets.cache(bound, bound / (scene.span * scene.share(0.1, 0.6)))));
    return Story.healthy(plan).of(Resource.THREADS);
  }

  /** Features are used for the first time for days: as a logarithm, below the limit. */
  private static Story classLoading(Scene scene) {
    JvmPlan plan = host(scene, scene.span);
    double classes = plan.metaspaceBytes * scene.share(0.4, 1.2);
    if (plan.metaspaceLimit < Double.POSITIVE_INFINITY) {
      plan.metaspaceLimit = 1.4 * (plan.metaspaceBytes + classes);
    }
    scene.container(plan, classes);
    plan.with(
        Holder.of(
            Place.METASPACE,
            LiveSets.skewedCache(classes, scene.share(0.01, 0.1) * scene.span, 0.7 * scene.span)));
    return Story.healthy(plan).of(Resource.METASPACE).named(VerdictState.WARMING_UP);
  }

  private static JvmPlan host(Scene scene, double lifeSeconds) {
    double base = scene.share(0.08, 0.4);
    return scene.jvm(base, base, lifeSeconds);
  }

  /** By MaxMetaspaceSize, or by the container where that is not set. */
  private static double metaspaceRoom(Scene scene, JvmPlan plan) {
    double room = plan.metaspaceBytes * scene.share(1, 3);
    if (scene.dice.chance(0.6)) {
      plan.metaspaceLimit = plan.metaspaceBytes + room;
      scene.container(plan, room);
      return room;
    }
    plan.metaspaceLimit = Double.POSITIVE_INFINITY;
    return nativeRoom(scene, plan);
  }

  /**
   * What classes that fill the metaspace keep in the heap: their loaders, mirrors and statics.
   * Never so much that the heap would run out first.
   */
  private static double mirrorBytes(Scene scene, double metaspaceBytes) {
    return Math.min(HEAP_PER_METASPACE * metaspaceBytes, MOST_MIRRORS * scene.heap);
  }

  private static double directRoom(Scene scene, JvmPlan plan) {
    double room = Math.max(32 * Scene.MIB, scene.heap * scene.share(0.3, 1));
    plan.directLimit = room + 5 * Scene.MIB;
    scene.container(plan, room);
    return room;
  }

  private static double threadRoom(Scene scene, JvmPlan plan) {
    double room = scene.dice.logBetween(800, 6_000);
    plan.threadLimit = room + 1.1 * plan.ownThreads;
    scene.container(plan, 1.2 * room * JvmPlan.STACK);
    return room;
  }

  private static double nativeRoom(Scene scene, JvmPlan plan) {
    scene.container(plan, scene.heap * scene.share(0.3, 1));
    return plan.containerLimit - plan.processBytes();
  }

  private static Story leak(
      JvmPlan plan, Resource resource, Place place, double begin, Growth growth) {
    plan.leaking(Holder.of(place, growth));
    return Story.leak(resource, begin, List.of(plan));
  }
}
