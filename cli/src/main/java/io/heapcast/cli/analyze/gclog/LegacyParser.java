package io.heapcast.cli.analyze.gclog;

import io.heapcast.cli.analyze.gclog.LogFacts.Family;
import io.heapcast.telemetry.v1.GcKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What old logs mean. A record is one line, or more until its brackets close; those of G1 are
 * followed by their details. Collections have no ids there: they are numbered as they begin.
 *
 * <p>A record carries the time when its pause began; the end is so much later as the pause took.
 */
final class LegacyParser implements LogParser {

  /** The longest record, with its tenuring distribution, is a fraction of that. */
  private static final int MOST_CHARS = 32_768;

  private static final Pattern SECONDS = Pattern.compile(", (\\d{1,6})[.,](\\d{1,9}) secs$");

  /** {@code 57445K(126720K)}: use and capacity when marking began or ended. */
  private static final Pattern USE = Pattern.compile("(\\d{1,15})K\\((\\d{1,15})K\\)");

  private static final Pattern CAUSE =
      Pattern.compile("^(?:Full )?GC(?: pause)? ?\\(((?:[^()]|\\([^()]*\\))*)\\)");

  private final LogFacts facts;
  private final LogSink sink;
  private final StringBuilder record = new StringBuilder();
  private int openBrackets;
  private long recordUs;
  private long nextId;
  private long lastEndUs = LogLine.ABSENT;
  private boolean heapWasWritten;

  /** A pause of G1 whose details are still to come. */
  private @Nullable Gc pause;

  /** Marking of G1, or a concurrent mark-sweep cycle, under way. */
  private @Nullable Gc cycle;

  /** A concurrent mark-sweep cycle that is over; the next collection tells what it left. */
  private @Nullable Gc swept;

  private @Nullable Long markedOldBytes;

  LegacyParser(LogFacts facts, LogSink sink) {
    this.facts = facts;
    this.sink = sink;
  }

  @Override
  public boolean beginsAnother(LogLine line) {
    return false;
  }

  @Override
  public void accept(LogLine line, long timeUs) {
    String message = line.message();
    if (line.hasTime() && LegacyLine.isCollection(line)) {
      // One that is still open was never finished.
      record.setLength(0);
      openBrackets = 0;
    }
    if (openBrackets == 0) {
      if (!message.stripLeading().startsWith("[")) {
        ofJvm(message.strip());
        return;
      }
      recordUs = timeUs;
    }
    record.append(message);
    openBrackets = Brackets.open(message, openBrackets);
    if (openBrackets == 0 || record.length() > MOST_CHARS) {
      String text = record.toString();
      record.setLength(0);
      openBrackets = 0;
      ofRecord(text);
    }
  }

  @Override
  public void finish() {
    releasePause();
    releaseSwept(null);
    if (heapWasWritten) {
      sink.exit(Math.floorDiv(Math.max(lastEndUs, recordUs), 1_000));
      heapWasWritten = false;
    }
  }

  private void ofJvm(String message) {
    // Written at the end; of a thread dump, collections would follow.
    heapWasWritten |= message.equals("Heap");
    LegacyHeader.read(message, facts);
  }

  private void ofRecord(String text) {
    if (!text.contains("[Eden: ") && !text.contains("GC") && !text.contains("CMS")) {
      return;
    }
    for (Brackets brackets : Brackets.of(text)) {
      String own = brackets.text();
      if (own.startsWith("Eden: ")) {
        ofG1Details(brackets);
      } else if (own.startsWith("Metaspace: ")) {
        metaspace(brackets);
      } else if (own.startsWith("GC pause")) {
        ofG1Pause(brackets);
      } else if (own.startsWith("GC remark") || own.startsWith("GC cleanup")) {
        ofG1Marking(own);
      } else if (own.startsWith("GC concurrent-mark-abort")) {
        cycle = null;
      } else if (own.startsWith("CMS-concurrent-reset: ")) {
        ofReset();
      } else if (isCollection(own)) {
        ofCollection(brackets);
      }
    }
  }

  private static boolean isCollection(String own) {
    return own.startsWith("Full GC")
        || (own.startsWith("GC") && !own.startsWith("GC concurrent-") && !own.startsWith("GCLock"));
  }

  /** Serial, Parallel, concurrent mark-sweep; and full collections of G1. */
  private void ofCollection(Brackets brackets) {
    long us = durationUs(brackets.text());
    if (us == LogLine.ABSENT) {
      return;
    }
    releasePause();
    LegacyGenerations generations = LegacyGenerations.of(brackets, facts);
    HeapChange heap = HeapChange.find(brackets.text());
    if (generations.markedOld() != null) {
      ofMarkSweep(brackets.text(), generations.markedOld(), us);
      return;
    }
    if (heap == null) {
      return;
    }
    boolean full = brackets.text().startsWith("Full GC") || generations.old() != null;
    HeapChange old = generations.old(heap);
    releaseSwept(full || old == null ? null : Long.valueOf(old.beforeBytes()));
    if (full) {
      cycle = null;
    }
    Gc gc = begin(full ? GcKind.FULL : GcKind.YOUNG, brackets.text(), us);
    gc.old = old;
    gc.change(heap);
    gc.incomplete = generations.foundNoRoom() && !full;
    facts.capacity(heap);
    facts.hasGenerations |= old != null;
    if (facts.family == Family.G1) {
      pause = gc;
    } else {
      give(gc);
    }
    brackets.inside().stream()
        .filter(inside -> inside.text().startsWith("Metaspace: "))
        .forEach(this::metaspace);
  }

  /** The pauses of a concurrent mark-sweep cycle, which change nothing. */
  private void ofMarkSweep(String own, HeapChange markedOld, long us) {
    facts.family(Family.CONCURRENT_MARK_SWEEP);
    Matcher use = USE.matcher(own);
    if (!use.find()) {
      return;
    }
    if (cycle == null) {
      releaseSwept(null);
      cycle = newGc(GcKind.OLD);
    }
    long usedBytes = Long.parseLong(use.group(1)) << 10;
    long capacityBytes = Long.parseLong(use.group(2)) << 10;
    // Where PrintCMSStatistics and the like change the line, the old one stands alone.
    if (usedBytes >= markedOld.beforeBytes()) {
      cycle.change(new HeapChange(usedBytes, usedBytes, capacityBytes, null));
    }
    cycle.pausesUs.add(us);
    markedOldBytes = markedOld.beforeBytes();
  }

  private void ofReset() {
    Gc over = cycle;
    cycle = null;
    if (over != null) {
      over.endUs = recordUs;
      swept = over;
    }
  }

  /**
   * Gives out the concurrent mark-sweep cycle that is over.
   *
   * @param oldBytes use of the old generation when the next collection began, before which only
   *     those move anything there; null: not known, and so what the cycle left is not either
   */
  private void releaseSwept(@Nullable Long oldBytes) {
    Gc over = swept;
    swept = null;
    if (over == null) {
      return;
    }
    if (oldBytes == null || markedOldBytes == null) {
      over.forgetHeap();
    } else {
      over.sweep(new HeapChange(markedOldBytes, oldBytes, null, null));
    }
    give(over);
  }

  private void ofG1Pause(Brackets brackets) {
    releasePause();
    facts.family(Family.G1);
    String own = brackets.text();
    long us = durationUs(own);
    if (us == LogLine.ABSENT) {
      return;
    }
    Gc gc = begin(own.contains("(mixed)") ? GcKind.MIXED : GcKind.YOUNG, own, us);
    gc.incomplete = own.contains("(to-space ");
    HeapChange heap = HeapChange.find(own);
    if (heap != null) {
      gc.change(heap);
      facts.capacity(heap);
    }
    pause = gc;
    if (own.contains("(initial-mark)")) {
      Gc marking = newGc(GcKind.CONCURRENT);
      marking.cause = gc.cause;
      cycle = marking;
    }
  }

  /** {@code Eden: 50.0M(50.0M)->0.0B(50.0M) Survivors: … Heap: 50.0M(128.0M)->4.9M(128.0M)}. */
  private void ofG1Details(Brackets details) {
    int heapAt = details.text().indexOf("Heap: ");
    HeapChange heap = heapAt < 0 ? null : HeapChange.find(details.text().substring(heapAt));
    int survivorsAt = details.text().indexOf("Survivors: ");
    HeapChange survivors =
        survivorsAt < 0 ? null : HeapChange.find(details.text().substring(survivorsAt));
    HeapChange eden = HeapChange.find(details.text());
    Gc gc = pause;
    if (gc == null || heap == null) {
      return;
    }
    gc.forgetHeap();
    gc.change(heap);
    facts.capacity(heap);
    if (survivors != null && eden != null) {
      long young = eden.beforeBytes() + survivors.beforeBytes();
      long before = Math.max(0, heap.beforeBytes() - young);
      long after = Math.max(0, heap.afterBytes() - eden.afterBytes() - survivors.afterBytes());
      gc.old = new HeapChange(before, after, null, null);
      facts.hasGenerations = true;
    }
    releasePause();
  }

  private void ofG1Marking(String own) {
    releasePause();
    facts.family(Family.G1);
    long us = durationUs(own);
    Gc marking = cycle;
    if (marking == null || us == LogLine.ABSENT) {
      return;
    }
    marking.pausesUs.add(us);
    if (own.startsWith("GC cleanup")) {
      HeapChange heap = HeapChange.find(own);
      if (heap != null) {
        marking.change(heap);
      }
      marking.endUs = recordUs + us;
      cycle = null;
      give(marking);
    }
  }

  private void metaspace(Brackets brackets) {
    HeapChange change = HeapChange.find(brackets.text());
    if (change != null) {
      facts.hasMetaspace = true;
      long timeMs = Math.floorDiv(Math.max(lastEndUs, recordUs), 1_000);
      sink.metaspace(timeMs, change.afterBytes(), LogLine.ABSENT);
    }
  }

  private Gc begin(GcKind kind, String own, long us) {
    Gc gc = newGc(kind);
    Matcher cause = CAUSE.matcher(own);
    // JDK 6 and 7 say (System), (young) or nothing at all.
    gc.cause = cause.find() && !cause.group(1).equals("young") ? cause.group(1) : "";
    gc.pausesUs.add(us);
    gc.durationUs = us;
    gc.endUs = recordUs + us;
    return gc;
  }

  private Gc newGc(GcKind kind) {
    heapWasWritten = false;
    Gc gc = new Gc(nextId++, recordUs);
    gc.kind = kind;
    return gc;
  }

  private void releasePause() {
    Gc gc = pause;
    pause = null;
    if (gc != null) {
      give(gc);
    }
  }

  private void give(Gc gc) {
    gc.endUs = Math.max(gc.endUs, lastEndUs);
    lastEndUs = gc.endUs;
    sink.collection(gc.toCycle(facts));
  }

  /** Of {@code …, 0.0413902 secs}; {@link LogLine#ABSENT}: none at the end. */
  private static long durationUs(String own) {
    Matcher matcher = SECONDS.matcher(own);
    if (!matcher.find()) {
      return LogLine.ABSENT;
    }
    String fraction = (matcher.group(2) + "000000").substring(0, 6);
    return Long.parseLong(matcher.group(1)) * 1_000_000 + Long.parseLong(fraction);
  }
}
