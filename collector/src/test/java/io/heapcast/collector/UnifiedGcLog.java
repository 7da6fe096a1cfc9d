package io.heapcast.collector;

import io.heapcast.telemetry.v1.GcKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM itself logged of its collections, with {@code -Xlog:gc*}: the oracle. Reads the text
 * by rules of its own, that share nothing with those for events.
 */
final class UnifiedGcLog {

  private static final Pattern LINE =
      Pattern.compile("\\[gc[^\\]]*\\] GC\\((\\d+)\\) (?:[YOy]: )?(.*)");
  private static final Pattern TRIGGER = Pattern.compile("\\[gc *\\] Trigger[^:]*: (.*)");
  private static final Pattern HEAP = Pattern.compile("(\\d+)M(?:\\(\\d+%\\))?->(\\d+)M\\(");
  private static final Pattern MILLIS = Pattern.compile("([0-9.]+)ms$");
  private static final Pattern CAUSE = Pattern.compile("\\(([^()]*(?:\\(\\))?)\\)");
  private static final Pattern REQUEST = Pattern.compile("GC request \\((.*)\\)");
  private static final Pattern OLD_EVACUATED = Pattern.compile("Evacuation Targets: .*OLD: [1-9]");
  private static final Pattern OLD_KIB =
      Pattern.compile("(?:Tenured|ParOldGen): .*->(\\d+)K\\(\\d+K\\)$");

  /** One collection, as far as it was logged. */
  static final class Collection {
    final int gcId;
    GcKind kind = GcKind.GC_KIND_UNSPECIFIED;
    String cause = "";
    int beforeMiB = -1;
    int afterMiB = -1;
    int pauses;
    double pausesMs;
    long oldAfterKiB = -1;
    boolean copyFailed;
    boolean incomplete;

    /** What follows under its id is another matter. */
    private boolean closed;

    /** It stopped the world to end what the collection before had begun. */
    private boolean endsTheOneBefore;

    private boolean finalOldMark;
    private boolean evacuatesOld;

    private Collection(int gcId) {
      this.gcId = gcId;
    }

    @Override
    public String toString() {
      return "GC(%d) %s (%s) %dM->%dM %.3fms%s"
          .formatted(
              gcId, kind, cause, beforeMiB, afterMiB, pausesMs, incomplete ? " incomplete" : "");
    }
  }

  private final Map<Integer, Collection> byId = new LinkedHashMap<>();
  private final Map<Integer, Collection> byEnd = new LinkedHashMap<>();
  private String trigger = "";
  private String collector = "";

  private UnifiedGcLog() {}

  /** Those that had ended when the log was read, in that order. */
  static Map<Integer, Collection> read(Path log) throws IOException {
    UnifiedGcLog reading = new UnifiedGcLog();
    for (String line : Files.readAllLines(log)) {
      reading.line(line);
    }
    if (reading.collector.equals("Serial")) {
      reading.withoutThoseGivenUp();
    } else if (reading.collector.equals("Shenandoah")) {
      reading.byEnd.values().forEach(reading::shenandoahWasCutShort);
    }
    return reading.byEnd;
  }

  private void line(String line) {
    int using = line.indexOf("] Using ");
    if (using > 0 && collector.isEmpty()) {
      collector = line.substring(using + "] Using ".length());
    }
    Matcher triggered = TRIGGER.matcher(line);
    if (triggered.find()) {
      trigger = triggered.group(1);
    }
    Matcher matcher = LINE.matcher(line);
    if (!matcher.find()) {
      return;
    }
    int gcId = Integer.parseInt(matcher.group(1));
    boolean starts = line.contains("[gc,start");
    Collection collection = byId.get(gcId);
    if (collection == null) {
      collection = new Collection(gcId);
      byId.put(gcId, collection);
      begin(collection);
    }
    if (!starts && !collection.closed) {
      text(collection, matcher.group(2));
    }
  }

  private void begin(Collection collection) {
    if (collector.equals("Shenandoah")) {
      Matcher request = REQUEST.matcher(trigger);
      if (request.find()) {
        collection.cause = request.group(1);
      } else {
        collection.cause =
            trigger.equals("Handle Allocation Failure") ? "Allocation Failure" : "Concurrent GC";
      }
      trigger = "";
    }
  }

  private void text(Collection collection, String text) {
    Matcher millis = MILLIS.matcher(text);
    if (text.startsWith("Pause ") && millis.find()) {
      collection.pauses++;
      collection.pausesMs += Double.parseDouble(millis.group(1));
    }
    Matcher old = OLD_KIB.matcher(text);
    if (old.find()) {
      collection.oldAfterKiB = Long.parseLong(old.group(1));
    }
    collection.copyFailed |=
        text.startsWith("To-space exhausted")
            || (text.startsWith("Promotion failed") && collector.equals("Serial"))
            || text.contains("Evacuation Failure: Allocation");
    switch (collector) {
      case "Serial", "Parallel", "G1" -> stopTheWorld(collection, text);
      case "The Z Garbage Collector" -> z(collection, text);
      case "Shenandoah" -> shenandoah(collection, text);
      default -> throw new AssertionError("found the collector '" + collector + "'");
    }
  }

  private void stopTheWorld(Collection collection, String text) {
    if (text.startsWith("Pause Young") || text.startsWith("Pause Full")) {
      heap(collection, text);
      List<String> parts = parts(text);
      parts.removeIf(part -> part.startsWith("Evacuation Failure"));
      collection.kind = text.startsWith("Pause Full") ? GcKind.FULL : GcKind.YOUNG;
      if (parts.contains("Mixed")) {
        collection.kind = GcKind.MIXED;
      }
      collection.cause = parts.get(parts.size() - 1);
      end(collection);
    } else if (text.matches("Concurrent (Mark|Undo) Cycle [0-9.]+ms")) {
      collection.kind = GcKind.CONCURRENT;
      collection.incomplete |= text.contains("Undo");
      end(collection);
    } else if (text.startsWith("Concurrent Mark Abort")) {
      collection.incomplete = true;
    }
  }

  private void z(Collection collection, String text) {
    if (text.matches("(Garbage|Minor|Major) Collection .*->.*")) {
      heap(collection, text);
      collection.cause = parts(text).get(0);
      collection.kind =
          switch (text.charAt(1)) {
            case 'a' -> text.startsWith("Ga") ? GcKind.CONCURRENT : GcKind.OLD;
            default -> GcKind.YOUNG;
          };
      end(collection);
    }
  }

  /** A collection has no line of its own: the last of its parts that freed memory counts. */
  private void shenandoah(Collection collection, String text) {
    boolean pauseThatCollects =
        text.startsWith("Pause Full") || text.startsWith("Pause Degenerated GC");
    if (pauseThatCollects || text.startsWith("Concurrent cleanup")) {
      heap(collection, text);
    }
    if (text.startsWith("Pause Full")) {
      collection.kind = GcKind.FULL;
    } else if (collection.kind == GcKind.GC_KIND_UNSPECIFIED) {
      if (text.contains("(Young)")) {
        collection.kind = GcKind.YOUNG;
      } else if (text.contains("(Old)")) {
        collection.kind = GcKind.OLD;
      } else if (text.startsWith("Pause ")) {
        collection.kind = GcKind.CONCURRENT;
      }
    }
    collection.endsTheOneBefore |= pauseThatCollects && !text.contains("(Outside of Cycle)");
    collection.evacuatesOld |= OLD_EVACUATED.matcher(text).find();
    if (collection.kind == GcKind.YOUNG && collection.evacuatesOld) {
      collection.kind = GcKind.MIXED;
    }
    collection.finalOldMark |= text.startsWith("Pause Final Mark (Old)");
    // The old generation is marked on under the id of the young collection that began it.
    collection.closed =
        collection.kind != GcKind.CONCURRENT && text.startsWith("Concurrent reset after collect");
    // Its collections do not overlap.
    end(collection);
  }

  private void shenandoahWasCutShort(Collection collection) {
    Collection next = byId.get(collection.gcId + 1);
    collection.incomplete =
        (next != null && next.endsTheOneBefore && !collection.endsTheOneBefore)
            || (collection.kind == GcKind.OLD && !collection.finalOldMark)
            || (collection.kind != GcKind.OLD && collection.afterMiB < 0);
  }

  private static void heap(Collection collection, String text) {
    Matcher heap = HEAP.matcher(text);
    if (heap.find()) {
      if (collection.beforeMiB < 0) {
        collection.beforeMiB = Integer.parseInt(heap.group(1));
      }
      collection.afterMiB = Integer.parseInt(heap.group(2));
    }
  }

  private void end(Collection collection) {
    byEnd.putIfAbsent(collection.gcId, collection);
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    Matcher heap = HEAP.matcher(text);
    Matcher part = CAUSE.matcher(heap.find() ? text.substring(0, heap.start()) : text);
    while (part.find()) {
      parts.add(part.group(1));
    }
    return parts;
  }

  /**
   * Serial of JDK 17 begins a young collection, sees that the survivors may find no room, and does
   * a full one under the next id instead. The log shows both, the flight recorder the second.
   */
  private void withoutThoseGivenUp() {
    byEnd.values().removeIf(young -> isGivenUp(young, byId.get(young.gcId + 1)));
  }

  private static boolean isGivenUp(Collection collection, @Nullable Collection next) {
    return collection.kind == GcKind.YOUNG
        && collection.beforeMiB == collection.afterMiB
        && next != null
        && next.kind == GcKind.FULL;
  }
}
