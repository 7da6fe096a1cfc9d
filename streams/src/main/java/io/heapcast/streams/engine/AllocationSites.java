package io.heapcast.streams.engine;

import io.heapcast.streams.v1.AllocationColumns;
import io.heapcast.streams.v1.OpenWindow;
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
import java.util.StringJoiner;
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

  private static final int FIRST_SITES = 4;
  private static final int FIRST_FRAMES = 16;

  /**
   * In the order in which they came; the frames of all, one site after the other, in one array.
   * Looked through from begin to end: they are few, and objects for each site of each window of
   * each JVM cost more than all else.
   */
  private int[] classIds = new int[FIRST_SITES];

  private long[] weights = new long[FIRST_SITES];

  /** Where the frames of each site end; a site without any stands for all of its class. */
  private int[] frameEnds = new int[FIRST_SITES];

  private int[] frameIds = new int[FIRST_FRAMES];
  private int size;
  private int folded;

  /** The inverse of {@link #writeTo}; also of version 1. */
  static AllocationSites of(OpenWindow stored) {
    AllocationSites sites = new AllocationSites();
    for (SiteWeight site : stored.getSitesList()) {
      sites.add(site.getClassId(), site.getFrameIdsList(), site.getWeightBytes());
    }
    AllocationColumns columns = stored.getAllocation();
    int begin = 0;
    for (int i = 0; i < columns.getClassIdsCount(); i++) {
      int end = begin + columns.getFrameCounts(i);
      sites.add(
          columns.getClassIds(i),
          columns.getFrameIdsList().subList(begin, end),
          columns.getWeightBytes(i));
      begin = end;
    }
    return sites;
  }

  /** Writes them as {@link AllocationColumns} of a field, unless there are none. */
  void writeTo(ProtoWriter out, int field) {
    if (size == 0) {
      return;
    }
    int columns = out.begin(field);
    out.packed(AllocationColumns.CLASS_IDS_FIELD_NUMBER, classIds, size);
    int counts = out.begin(AllocationColumns.FRAME_COUNTS_FIELD_NUMBER);
    for (int i = 0; i < size; i++) {
      out.packed(frameEnds[i] - framesBegin(i));
    }
    out.end(counts);
    out.packed(AllocationColumns.FRAME_IDS_FIELD_NUMBER, frameIds, frameEnds[size - 1]);
    out.packed(AllocationColumns.WEIGHT_BYTES_FIELD_NUMBER, weights, size);
    out.end(columns);
  }

  void add(AllocationSample sample) {
    int frames = Math.min(MAX_FRAMES, sample.getFrameIdsCount());
    int begin = roomFor(frames);
    for (int i = 0; i < frames; i++) {
      frameIds[begin + i] = sample.getFrameIds(i);
    }
    add(sample.getClassId(), frames, Math.max(0, sample.getWeightBytes()));
    if (size - folded > MAX_SITES) {
      foldLightest();
    }
  }

  /** Writes the heaviest classes and sites; ties by name. */
  void writeTop(JvmWindow.Builder window, IntFunction<String> names) {
    Map<String, Long> classes = new HashMap<>();
    List<Integer> bySite = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      classes.merge(names.apply(classIds[i]), weights[i], Long::sum);
      if (!isFolded(i)) {
        bySite.add(i);
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
        Comparator.<Integer>comparingLong(i -> weights[i])
            .reversed()
            .thenComparing(i -> names.apply(classIds[i]))
            .thenComparing(i -> frames(i, names)));
    for (int i : bySite.subList(0, Math.min(TOP, bySite.size()))) {
      window.addTopSites(allocation(i, names));
    }
  }

  private SiteAllocation.Builder allocation(int i, IntFunction<String> names) {
    SiteAllocation.Builder allocation =
        SiteAllocation.newBuilder()
            .setClassName(names.apply(classIds[i]))
            .setWeightBytes(weights[i]);
    for (int frame = framesBegin(i); frame < frameEnds[i]; frame++) {
      allocation.addFrames(names.apply(frameIds[frame]));
    }
    return allocation;
  }

  /** Names of the frames, innermost first. */
  private String frames(int i, IntFunction<String> names) {
    StringJoiner joined = new StringJoiner("\n");
    for (int frame = framesBegin(i); frame < frameEnds[i]; frame++) {
      joined.add(names.apply(frameIds[frame]));
    }
    return joined.toString();
  }

  private void add(int classId, List<Integer> frames, long weightBytes) {
    int count = Math.min(MAX_FRAMES, frames.size());
    int begin = roomFor(count);
    for (int i = 0; i < count; i++) {
      frameIds[begin + i] = frames.get(i);
    }
    add(classId, count, weightBytes);
  }

  /** Where the frames of a further site go. */
  private int roomFor(int frames) {
    int begin = framesBegin(size);
    if (begin + frames > frameIds.length) {
      frameIds = Arrays.copyOf(frameIds, 2 * (begin + frames));
    }
    return begin;
  }

  /** A site whose frames were put behind those of all others: a further one, unless it is known. */
  private void add(int classId, int frames, long weightBytes) {
    int begin = framesBegin(size);
    int end = begin + frames;
    for (int i = 0; i < size; i++) {
      if (classIds[i] == classId
          && Arrays.equals(frameIds, framesBegin(i), frameEnds[i], frameIds, begin, end)) {
        weights[i] += weightBytes;
        return;
      }
    }
    if (size == classIds.length) {
      classIds = Arrays.copyOf(classIds, 2 * size);
      weights = Arrays.copyOf(weights, 2 * size);
      frameEnds = Arrays.copyOf(frameEnds, 2 * size);
    }
    classIds[size] = classId;
    weights[size] = weightBytes;
    frameEnds[size] = end;
    size++;
    folded += frames == 0 ? 1 : 0;
  }

  private int framesBegin(int i) {
    return i == 0 ? 0 : frameEnds[i - 1];
  }

  private boolean isFolded(int i) {
    return frameEnds[i] == framesBegin(i);
  }

  private void foldLightest() {
    int lightest = -1;
    for (int i = 0; i < size; i++) {
      if (!isFolded(i) && (lightest < 0 || weights[i] < weights[lightest])) {
        lightest = i;
      }
    }
    int classId = classIds[lightest];
    long weightBytes = weights[lightest];
    remove(lightest);
    boolean room = holdsFolded(classId) || folded < MAX_CLASSES;
    add(room ? classId : NO_CLASS, List.of(), weightBytes);
  }

  private void remove(int i) {
    int begin = framesBegin(i);
    int frames = frameEnds[i] - begin;
    System.arraycopy(frameIds, frameEnds[i], frameIds, begin, frameEnds[size - 1] - frameEnds[i]);
    int following = size - i - 1;
    System.arraycopy(classIds, i + 1, classIds, i, following);
    System.arraycopy(weights, i + 1, weights, i, following);
    System.arraycopy(frameEnds, i + 1, frameEnds, i, following);
    size--;
    for (int later = i; later < size; later++) {
      frameEnds[later] -= frames;
    }
  }

  private boolean holdsFolded(int classId) {
    for (int i = 0; i < size; i++) {
      if (isFolded(i) && classIds[i] == classId) {
        return true;
      }
    }
    return false;
  }
}
