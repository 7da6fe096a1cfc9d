package io.heapcast.cli.analyze.gclog;

import io.heapcast.cli.analyze.gclog.LogFacts.Family;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of one JVM's unified log mean. Lines of a collection are joined by its {@code
 * GC(n)}, however they interleave. A collection is given out once: a stop-the-world one with its
 * closing line; one that may still be added to (Shenandoah, concurrent mark-sweep) when another
 * begins.
 */
final class UnifiedParser implements LogParser {

  /** Of collections without an end (a cut file, an aborted cycle) the oldest are forgotten. */
  private static final int MOST_OPEN = 256;

  private final LogFacts facts;
  private final LogSink sink;
  private final TreeMap<Long, Gc> open = new TreeMap<>();
  private final RecentIds done = new RecentIds();
  private @Nullable Gc held;
  private @Nullable GcCycle perhapsGivenUp;
  private long lastId = -1;
  private String markingCause = "";
  private String explicitCause = "";

  UnifiedParser(LogFacts facts, LogSink sink) {
    this.facts = facts;
    this.sink = sink;
  }

  @Override
  public void accept(LogLine line, long timeUs) {
    String message = line.message();
    long id = UnifiedWords.gcId(message);
    if (id >= 0) {
      ofCollection(id, message.substring(message.indexOf(") ") + 2), timeUs);
      return;
    }
    ofJvm(message, line.tags(), timeUs);
  }

  /** It says so, or, where no uptime would show it, its gc ids begin again. */
  @Override
  public boolean beginsAnother(LogLine line) {
    if (InitLines.isBegin(line.message())) {
      return facts.firstGcId != null;
    }
    long id = line.uptimeUs() == LogLine.ABSENT ? UnifiedWords.gcId(line.message()) : -1;
    return id >= 0 && id < lastId && !open.containsKey(id) && !done.contains(id);
  }

  @Override
  public void finish() {
    if (held != null && held.hasEnded() && !held.underWay) {
      releaseHeld("");
    }
    releaseGivenUp();
  }

  private void ofJvm(String message, String tags, long timeUs) {
    if (message.startsWith("Trigger")) {
      releaseHeld("");
      explicitCause = ShenandoahLines.explicitCause(message);
    } else if (message.startsWith("Allocation Stall (")) {
      long us = UnifiedWords.durationUs(message);
      if (us != LogLine.ABSENT) {
        sink.allocationStall(Math.floorDiv(timeUs, 1_000), us);
      }
    } else if (message.equals("Heap") && tags.endsWith("exit")) {
      finish();
      sink.exit(Math.floorDiv(timeUs, 1_000));
    } else if (message.startsWith("Heap: ")) {
      ofEpsilon(message, timeUs);
    } else {
      InitLines.read(message, facts);
    }
  }

  /** {@code Heap: 128M reserved, 128M (100.00%) committed, 11536K (8.80%) used}. */
  private void ofEpsilon(String message, long timeUs) {
    String[] parts = message.split(", ", 3);
    Long committed = parts.length == 3 ? HeapChange.size(parts[1]) : null;
    Long used = parts.length == 3 ? HeapChange.size(parts[2]) : null;
    if (committed != null && used != null) {
      facts.family(Family.EPSILON);
      sink.heap(Math.floorDiv(timeUs, 1_000), used, committed);
    }
  }

  private void ofCollection(long id, String text, long timeUs) {
    follow(id, timeUs);
    if (held != null && held.id != id) {
      releaseHeld(text);
    }
    if (perhapsGivenUp != null && id != Integer.toUnsignedLong(perhapsGivenUp.getGcId())) {
      boolean givenUp =
          id == Integer.toUnsignedLong(perhapsGivenUp.getGcId()) + 1
              && text.startsWith("Pause Full");
      if (givenUp) {
        perhapsGivenUp = null;
      }
      releaseGivenUp();
    }
    if (done.contains(id)) {
      return;
    }
    Gc gc = open.get(id);
    if (gc == null) {
      gc = new Gc(id, timeUs);
      open.put(id, gc);
      if (open.size() > MOST_OPEN) {
        open.pollFirstEntry();
      }
    }
    gc.lastUs = timeUs;
    boolean hasGeneration = text.length() > 3 && text.charAt(1) == ':' && text.charAt(2) == ' ';
    if (hasGeneration) {
      ofZGeneration(gc, text.charAt(0), text.substring(3), timeUs);
    } else {
      ofCollection(gc, text, timeUs);
    }
  }

  /**
   * Ids rise by one: where some are left out, lines are missing. One alone may only be late:
   * threads overtake each other.
   */
  private void follow(long id, long timeUs) {
    if (lastId >= 0 && id > lastId + 2) {
      finish();
      sink.lost(Math.floorDiv(timeUs, 1_000), id - lastId - 1);
    }
    lastId = Math.max(lastId, id);
    facts.firstGcId = facts.firstGcId == null ? Long.valueOf(id) : facts.firstGcId;
  }

  private void ofCollection(Gc gc, String text, long timeUs) {
    if (text.startsWith("Pause ")) {
      pause(gc, text, timeUs);
    } else if (text.startsWith("Concurrent ") || text.startsWith("Coalescing and filling (Old)")) {
      concurrent(gc, text, timeUs);
    } else if (text.startsWith("Garbage Collection (")) {
      zCycle(gc, text, GcKind.CONCURRENT, Family.Z, timeUs);
    } else if (text.startsWith("Minor Collection (")) {
      zCycle(gc, text, GcKind.YOUNG, Family.Z_GENERATIONAL, timeUs);
    } else if (text.startsWith("Major Collection (")) {
      zCycle(gc, text, GcKind.OLD, Family.Z_GENERATIONAL, timeUs);
    } else if (text.startsWith("Metaspace: ")) {
      metaspace(text, timeUs);
    } else if (text.startsWith("To-space exhausted")) {
      gc.incomplete = true;
    } else if (!HeapLines.read(text, gc, facts) && facts.isShenandoah()) {
      ShenandoahLines.read(text, gc, facts);
    } else if (gc.kind == GcKind.OLD && text.startsWith("Old: ")) {
      HeapLines.sweptOld(text, gc);
      finish(gc);
    }
  }

  private void ofZGeneration(Gc gc, char generation, String text, long timeUs) {
    facts.family(Family.Z_GENERATIONAL);
    if (text.startsWith("Pause ")) {
      addPause(gc, text);
    } else if (text.startsWith("Metaspace: ")) {
      metaspace(text, timeUs);
    } else {
      ZTable.read(generation, text, gc, facts);
    }
  }

  private void pause(Gc gc, String text, long timeUs) {
    boolean young = text.startsWith("Pause Young") || text.startsWith("Pause Mixed");
    boolean full = text.startsWith("Pause Full");
    boolean degenerated = text.startsWith("Pause Degenerated GC");
    boolean initialMark = text.startsWith("Pause Initial Mark (");
    ShenandoahLines.recognize(text, facts);
    HeapLines.recognize(text, facts);
    if (addPause(gc, text) == LogLine.ABSENT) {
      return;
    }
    HeapChange change = HeapChange.find(text);
    if (change != null) {
      gc.change(change);
      facts.capacity(change);
    }
    if (text.startsWith("Pause Initial Mark") && !initialMark) {
      facts.family(Family.CONCURRENT_MARK_SWEEP);
      gc.kind = GcKind.OLD;
      gc.cause = "";
    }
    if (facts.isShenandoah()) {
      ShenandoahLines.pause(text, gc, timeUs);
      hold(gc);
    } else if (young || full || initialMark || degenerated) {
      stopTheWorld(gc, text, timeUs);
    }
  }

  private void stopTheWorld(Gc gc, String text, long timeUs) {
    boolean mixed = text.contains("(Mixed)") || text.startsWith("Pause Mixed");
    gc.kind = mixed ? GcKind.MIXED : GcKind.YOUNG;
    gc.kind = text.startsWith("Pause Full") ? GcKind.FULL : gc.kind;
    gc.cause = UnifiedWords.cause(text);
    gc.incomplete |= text.contains("(Evacuation Failure") || text.contains("(To-space Exhausted");
    gc.endUs = timeUs;
    gc.durationUs = gc.pausesUs.get(gc.pausesUs.size() - 1);
    if (text.contains("(Concurrent Start)") || text.startsWith("Pause Initial Mark")) {
      markingCause = gc.cause;
    }
    finish(gc);
  }

  private void concurrent(Gc gc, String text, long timeUs) {
    ShenandoahLines.recognize(text, facts);
    if (facts.isShenandoah()) {
      shenandoahPhase(gc, text, timeUs);
      return;
    }
    boolean cycle =
        text.startsWith("Concurrent Mark Cycle")
            || text.startsWith("Concurrent Undo Cycle")
            || text.startsWith("Concurrent Cycle");
    long us = UnifiedWords.durationUs(text);
    if (cycle) {
      facts.family(Family.G1);
      gc.kind = GcKind.CONCURRENT;
      gc.incomplete |= text.startsWith("Concurrent Undo Cycle");
      if (us != LogLine.ABSENT) {
        gc.cause = markingCause;
        gc.endUs = timeUs;
        gc.durationUs = us;
        finish(gc);
      }
    } else if (text.startsWith("Concurrent Mark Abort")) {
      gc.incomplete = true;
    } else if (text.startsWith("Concurrent Reset ")
        && us != LogLine.ABSENT
        && facts.family == Family.CONCURRENT_MARK_SWEEP) {
      gc.endUs = timeUs;
      hold(gc);
    }
  }

  private void shenandoahPhase(Gc gc, String text, long timeUs) {
    if (ShenandoahLines.isOldAfterYoung(text, gc)) {
      finish(gc);
      return;
    }
    ShenandoahLines.concurrent(text, gc, timeUs, facts);
    gc.cause = gc.cause.isEmpty() ? shenandoahCause() : gc.cause;
    hold(gc);
  }

  private String shenandoahCause() {
    String cause = explicitCause.isEmpty() ? "Concurrent GC" : explicitCause;
    explicitCause = "";
    return cause;
  }

  private void zCycle(Gc gc, String text, GcKind kind, Family family, long timeUs) {
    facts.family(family);
    gc.kind = kind;
    gc.cause = UnifiedWords.cause(text);
    HeapChange change = HeapChange.find(text);
    if (change == null) {
      return;
    }
    gc.change(change);
    facts.capacity(change);
    gc.endUs = timeUs;
    if (gc.firstUs == timeUs) {
      long us = UnifiedWords.durationUs(text);
      gc.durationUs = us;
      facts.hasDurations &= us != LogLine.ABSENT;
    }
    finish(gc);
  }

  private void metaspace(String text, long timeUs) {
    facts.hasMetaspace = true;
    long timeMs = Math.floorDiv(timeUs, 1_000);
    HeapChange change = HeapChange.find(text);
    if (change != null) {
      // Before JDK 16 the figure in parentheses is the reserved size.
      boolean committed = HeapChange.saysBothCapacities(text) && change.capacityBytes() != null;
      long committedBytes = committed ? change.capacityBytes() : LogLine.ABSENT;
      sink.metaspace(timeMs, change.afterBytes(), committedBytes);
      return;
    }
    List<Long> sizes = ZTable.sizes(text);
    if (sizes.size() >= 2) {
      sink.metaspace(timeMs, sizes.get(0), sizes.get(1));
    }
  }

  /** Adds the pause that a line closes; {@link LogLine#ABSENT}: it only opens one. */
  private static long addPause(Gc gc, String text) {
    long us = UnifiedWords.durationUs(text);
    if (us != LogLine.ABSENT) {
      gc.pausesUs.add(us);
    }
    return us;
  }

  /** Keeps a collection that may have ended until another begins. */
  private void hold(Gc gc) {
    held = gc;
  }

  /**
   * Gives out the collection that was kept, as another begins.
   *
   * @param next the first line of that one; empty: not known
   */
  private void releaseHeld(String next) {
    Gc gc = held;
    held = null;
    if (gc == null || !open.containsKey(gc.id)) {
      return;
    }
    if (facts.isShenandoah()) {
      ShenandoahLines.close(gc, next);
    }
    if (gc.hasEnded()) {
      finish(gc);
    }
  }

  private void finish(Gc gc) {
    open.remove(gc.id);
    done.add(gc.id);
    if (held == gc) {
      held = null;
    }
    forgetAborted(gc);
    GcCycle cycle = gc.toCycle(facts);
    boolean serialOrUnknown = facts.family == Family.SERIAL || facts.family == Family.UNKNOWN;
    if (serialOrUnknown && gc.kind == GcKind.YOUNG && gc.freedNothing()) {
      // Serial begins a young collection, sees that the survivors may find no room, and does a
      // full one under the next id instead. The flight recorder shows the second only.
      perhapsGivenUp = cycle;
    } else {
      sink.collection(cycle);
    }
  }

  /** A full collection ends the concurrent mark-sweep cycle that it interrupts. */
  private void forgetAborted(Gc gc) {
    if (gc.kind == GcKind.FULL && facts.family == Family.CONCURRENT_MARK_SWEEP) {
      SortedMap<Long, Gc> aborted = open.headMap(gc.id);
      aborted.keySet().forEach(done::add);
      aborted.clear();
    }
  }

  private void releaseGivenUp() {
    GcCycle cycle = perhapsGivenUp;
    perhapsGivenUp = null;
    if (cycle != null) {
      sink.collection(cycle);
    }
  }
}
