package io.heapcast.streams.engine;

import io.heapcast.streams.v1.SiteWeight;
import io.heapcast.telemetry.v1.AllocationSample;
import io.heapcast.telemetry.v1.ClassAllocation;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.SiteAllocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Allocation of one window by class and site, bounded: of more than {@link #MAX_SITES} sites the
 * lightest is folded into its class, of more than {@link #MAX_CLASSES} such classes into the class
 * that has no name. Weights are never lost.
 */
final class AllocationSites {

  /** Shown of a window, heaviest first. */
  static final int TOP = 10;

  /** A name that the dictionary does not (yet) know. */
  static final String UNKNOWN = "?";

  /** A collector sends some 20 samples a second: a window has seldom more different sites. */
  static final int MAX_SITES = 48;

  static final int MAX_CLASSES = 32;
  private static final int MAX_FRAMES = 8;

  /** The largest id: no dictionary grows so far. */
  private static final int NO_CLASS = -1;

  private record Site(int classId, List<Integer> frameIds) {

    boolean isFolded() {
      return frameIds.isEmpty();
    }
  }

  private final Map<Site, Long> weights = new LinkedHashMap<>();
  private int folded;

  static AllocationSites of(List<SiteWeight> stored) {
    AllocationSites sites = new AllocationSites();
    for (SiteWeight site : stored) {
      sites.put(
          new Site(site.getClassId(), List.copyOf(site.getFrameIdsList())), site.getWeightBytes());
    }
    return sites;
  }

  List<SiteWeight> toStored() {
    List<SiteWeight> stored = new ArrayList<>(weights.size());
    weights.forEach(
        (site, weight) ->
            stored.add(
                SiteWeight.newBuilder()
                    .setClassId(site.classId())
                    .addAllFrameIds(site.frameIds())
                    .setWeightBytes(weight)
                    .build()));
    return stored;
  }

  void add(AllocationSample sample) {
    List<Integer> frames = sample.getFrameIdsList();
    List<Integer> kept = frames.subList(0, Math.min(MAX_FRAMES, frames.size()));
    Site site = new Site(sample.getClassId(), List.copyOf(kept));
    put(site, Math.max(0, sample.getWeightBytes()));
    if (weights.size() - folded > MAX_SITES) {
      foldLightest();
    }
  }

  /** Writes the heaviest classes and sites; ties by name. */
  void writeTop(JvmWindow.Builder window, IntFunction<String> names) {
    Map<String, Long> classes = new HashMap<>();
    List<SiteAllocation> sites = new ArrayList<>();
    weights.forEach(
        (site, weight) -> {
          String className = names.apply(site.classId());
          classes.merge(className, weight, Long::sum);
          if (!site.isFolded()) {
            sites.add(site(className, site, weight, names));
          }
        });
    classes.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(TOP)
        .forEach(
            entry ->
                window.addTopClasses(
                    ClassAllocation.newBuilder()
                        .setClassName(entry.getKey())
                        .setWeightBytes(entry.getValue())));
    sites.stream()
        .sorted(
            Comparator.comparingLong(SiteAllocation::getWeightBytes)
                .reversed()
                .thenComparing(SiteAllocation::getClassName)
                .thenComparing(site -> String.join("\n", site.getFramesList())))
        .limit(TOP)
        .forEach(window::addTopSites);
  }

  private static SiteAllocation site(
      String className, Site site, long weight, IntFunction<String> names) {
    SiteAllocation.Builder allocation =
        SiteAllocation.newBuilder().setClassName(className).setWeightBytes(weight);
    site.frameIds().forEach(id -> allocation.addFrames(names.apply(id)));
    return allocation.build();
  }

  private void put(Site site, long weight) {
    Long before = weights.putIfAbsent(site, weight);
    if (before != null) {
      weights.put(site, before + weight);
    } else if (site.isFolded()) {
      folded++;
    }
  }

  private void foldLightest() {
    Site lightest =
        weights.entrySet().stream()
            .filter(entry -> !entry.getKey().isFolded())
            .min(Map.Entry.comparingByValue())
            .orElseThrow()
            .getKey();
    long weight = weights.remove(lightest);
    Site whole = new Site(lightest.classId(), List.of());
    boolean room = weights.containsKey(whole) || folded < MAX_CLASSES;
    put(room ? whole : new Site(NO_CLASS, List.of()), weight);
  }
}
