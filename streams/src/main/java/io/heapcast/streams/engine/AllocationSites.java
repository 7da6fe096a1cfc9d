package io.heapcast.streams.engine;

import io.heapcast.streams.v1.SiteWeight;
import io.heapcast.telemetry.v1.AllocationSample;
import io.heapcast.telemetry.v1.ClassAllocation;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.SiteAllocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
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

  private record Weighed(Site site, long weightBytes) {}

  private static final int FIRST_ROOM = 8;

  /**
   * In the order in which they came, each with its weight beside it. Looked through from begin to
   * end: they are few, and a map of objects for each window of each JVM cost more than all else.
   */
  private Site[] sites = new Site[FIRST_ROOM];

  private long[] weights = new long[FIRST_ROOM];
  private int size;
  private int folded;

  static AllocationSites of(List<SiteWeight> stored) {
    AllocationSites sites = new AllocationSites();
    for (SiteWeight site : stored) {
      sites.add(site.getClassId(), site.getFrameIdsList(), site.getWeightBytes());
    }
    return sites;
  }

  List<SiteWeight> toStored() {
    List<SiteWeight> stored = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      SiteWeight.Builder kept =
          SiteWeight.newBuilder().setClassId(sites[i].classId()).setWeightBytes(weights[i]);
      for (int frame = 0; frame < sites[i].frameCount(); frame++) {
        kept.addFrameIds(sites[i].frameId(frame));
      }
      stored.add(kept.build());
    }
    return stored;
  }

  void add(AllocationSample sample) {
    add(sample.getClassId(), sample.getFrameIdsList(), Math.max(0, sample.getWeightBytes()));
    if (size - folded > MAX_SITES) {
      foldLightest();
    }
  }

  /** Writes the heaviest classes and sites; ties by name. */
  void writeTop(JvmWindow.Builder window, IntFunction<String> names) {
    Map<String, Long> classes = new HashMap<>();
    List<Weighed> bySite = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      classes.merge(names.apply(sites[i].classId()), weights[i], Long::sum);
      if (!sites[i].isFolded()) {
        bySite.add(new Weighed(sites[i], weights[i]));
      }
    }
    List<Map.Entry<String, Long>> byClass = new ArrayList<>(classes.entrySet());
    byClass.sort(
        Map.Entry.<String, Long>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey()));
    for (Map.Entry<String, Long> entry : byClass.subList(0, Math.min(TOP, byClass.size()))) {
      window.addTopClasses(
          ClassAllocation.newBuilder()
              .setClassName(entry.getKey())
              .setWeightBytes(entry.getValue()));
    }
    bySite.sort(
        Comparator.comparingLong(Weighed::weightBytes)
            .reversed()
            .thenComparing(weighed -> names.apply(weighed.site().classId()))
            .thenComparing(weighed -> weighed.site().frames(names, "\n")));
    for (Weighed weighed : bySite.subList(0, Math.min(TOP, bySite.size()))) {
      window.addTopSites(allocation(weighed, names));
    }
  }

  private static SiteAllocation.Builder allocation(Weighed weighed, IntFunction<String> names) {
    Site site = weighed.site();
    SiteAllocation.Builder allocation =
        SiteAllocation.newBuilder()
            .setClassName(names.apply(site.classId()))
            .setWeightBytes(weighed.weightBytes());
    for (int frame = 0; frame < site.frameCount(); frame++) {
      allocation.addFrames(names.apply(site.frameId(frame)));
    }
    return allocation;
  }

  private void add(int classId, List<Integer> frameIds, long weightBytes) {
    int frames = Math.min(MAX_FRAMES, frameIds.size());
    int hash = Site.hash(classId, frameIds, frames);
    for (int i = 0; i < size; i++) {
      if (sites[i].hashCode() == hash && sites[i].is(classId, frameIds, frames)) {
        weights[i] += weightBytes;
        return;
      }
    }
    if (size == sites.length) {
      sites = Arrays.copyOf(sites, 2 * size);
      weights = Arrays.copyOf(weights, 2 * size);
    }
    sites[size] = new Site(classId, frameIds.subList(0, frames), hash);
    weights[size++] = weightBytes;
    folded += frames == 0 ? 1 : 0;
  }

  private void foldLightest() {
    int lightest = -1;
    for (int i = 0; i < size; i++) {
      if (!sites[i].isFolded() && (lightest < 0 || weights[i] < weights[lightest])) {
        lightest = i;
      }
    }
    int classId = sites[lightest].classId();
    long weightBytes = weights[lightest];
    System.arraycopy(sites, lightest + 1, sites, lightest, size - lightest - 1);
    System.arraycopy(weights, lightest + 1, weights, lightest, size - lightest - 1);
    size--;
    boolean room = holdsFolded(classId) || folded < MAX_CLASSES;
    add(room ? classId : NO_CLASS, List.of(), weightBytes);
  }

  private boolean holdsFolded(int classId) {
    for (int i = 0; i < size; i++) {
      if (sites[i].isFolded() && sites[i].classId() == classId) {
        return true;
      }
    }
    return false;
  }
}
