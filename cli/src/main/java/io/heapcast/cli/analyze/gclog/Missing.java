package io.heapcast.cli.analyze.gclog;

import io.heapcast.cli.analyze.gclog.LogFacts.Family;
import java.util.ArrayList;
import java.util.List;

/** What was not in a unified log, and what follows. */
final class Missing {

  private static final long MIB = 1 << 20;

  private Missing() {}

  static List<String> of(LogSpan span) {
    LogFacts facts = span.facts();
    List<String> missing = new ArrayList<>();
    if (!facts.hasDates) {
      missing.add(
          "The log has no dates: times count from 1970-01-01T00:00:00Z; log with"
              + " -Xlog:gc*:file=gc.log:time,uptime,level,tags to have them.");
    } else if (!facts.hasUptime) {
      missing.add("The log has no uptime: the JVM is taken to have started with its first line.");
    }
    if (facts.collections == 0) {
      missing.add("The log has no collection: nothing can be said of the heap.");
    } else {
      ofCollections(facts, missing);
    }
    if (facts.isCutShort) {
      missing.add("The packed file ends before its end: what came after is lost.");
    }
    if (!facts.hasMetaspace) {
      missing.add("The log does not tell metaspace: it is not judged.");
    }
    missing.add(
        "A GC log does not tell threads, direct buffers, resident memory and what is allocated"
            + " where: those resources are not judged, and nobody is suspected.");
    return missing;
  }

  private static void ofCollections(LogFacts facts, List<String> missing) {
    if (facts.family == Family.UNKNOWN) {
      missing.add("No line names the collector: its collections are taken as they are called.");
    }
    if (facts.maxHeapBytes == null) {
      Long limit = facts.limitBytes();
      missing.add(
          limit == null
              ? "The log does not tell the heap's maximum: it is not known when the heap is full."
              : "The log does not tell the heap's maximum: the largest capacity seen, "
                  + limit / MIB
                  + " MiB, stands for it, so that the heap may be full later than forecast.");
    }
    if (!facts.hasGenerations && isGenerational(facts.family)) {
      missing.add(
          "The log does not tell the old generation: only the whole heap is judged; log gc* to have"
              + " it.");
    }
    if (!facts.hasDurations) {
      missing.add("The log does not tell when collections began: their durations are 0.");
    }
    if (facts.firstGcId != null && facts.firstGcId > 0) {
      missing.add(
          "The log begins with collection %d: what was before is not judged."
              .formatted(facts.firstGcId));
    }
    if (facts.skippedIds > 0) {
      missing.add(
          "%d collections between the first and the last one are not in the log."
              .formatted(facts.skippedIds));
    }
  }

  private static boolean isGenerational(Family family) {
    return switch (family) {
      case Z, SHENANDOAH, EPSILON -> false;
      default -> true;
    };
  }
}
