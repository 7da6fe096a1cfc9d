package io.heapcast.collector;

import io.heapcast.telemetry.v1.GcKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM itself logged of its collections: the oracle. */
final class GcLog {

  private static final Pattern PAUSE =
      Pattern.compile("\\[gc +\\] GC\\((\\d+)\\) Pause (\\w+) .*?(\\d+)M->(\\d+)M\\(");

  private static final Pattern CONCURRENT =
      Pattern.compile("\\[gc +\\] GC\\((\\d+)\\) Concurrent (?:Mark|Undo) Cycle [0-9.]+ms");

  /**
   * One collection.
   *
   * @param beforeMiB heap use, whole MiB; -1: not logged
   * @param afterMiB heap use, whole MiB; -1: not logged
   * @param pauses how often it stopped the JVM; none for a marking cycle that a full one cut short
   */
  record Collection(GcKind kind, int beforeMiB, int afterMiB, int pauses) {}

  private GcLog() {}

  /** By gc id. */
  static Map<Integer, Collection> read(Path log) throws IOException {
    Map<Integer, Collection> collections = new TreeMap<>();
    Map<Integer, Integer> pauses = new HashMap<>();
    boolean serial = false;
    for (String line : Files.readAllLines(log)) {
      serial |= line.endsWith(" Using Serial");
      Matcher pause = PAUSE.matcher(line);
      Matcher concurrent = CONCURRENT.matcher(line);
      if (concurrent.find()) {
        int id = Integer.parseInt(concurrent.group(1));
        int seen = pauses.getOrDefault(id, 0);
        collections.put(id, new Collection(GcKind.CONCURRENT, -1, -1, seen));
      } else if (pause.find()) {
        int id = Integer.parseInt(pause.group(1));
        pauses.merge(id, 1, Integer::sum);
        if (!line.contains("Remark") && !line.contains("Cleanup")) {
          collections.put(id, collection(line, pause));
        }
      }
    }
    if (serial) {
      collections
          .entrySet()
          .removeIf(entry -> isGivenUp(entry.getValue(), collections.get(entry.getKey() + 1)));
    }
    return collections;
  }

  private static Collection collection(String line, Matcher pause) {
    GcKind kind = GcKind.YOUNG;
    if (pause.group(2).equals("Full")) {
      kind = GcKind.FULL;
    } else if (line.contains("(Mixed)")) {
      kind = GcKind.MIXED;
    }
    return new Collection(
        kind, Integer.parseInt(pause.group(3)), Integer.parseInt(pause.group(4)), 1);
  }

  /**
   * Serial of JDK 17 begins a young collection, sees that the survivors may find no room, and does
   * a full one under the next id instead. The log shows both, the flight recorder the second.
   */
  private static boolean isGivenUp(
      Collection collection, @org.jspecify.annotations.Nullable Collection next) {
    return collection.kind() == GcKind.YOUNG
        && collection.beforeMiB() == collection.afterMiB()
        && next != null
        && next.kind() == GcKind.FULL;
  }
}
