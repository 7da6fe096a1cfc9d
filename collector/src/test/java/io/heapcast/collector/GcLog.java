package io.heapcast.collector;

import io.heapcast.telemetry.v1.GcKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM itself logged of its collections: the oracle. */
final class GcLog {

  private static final Pattern LINE =
      Pattern.compile(
          "GC\\((\\d+)\\) (?:(Pause|Concurrent|Garbage|Minor|Major) ?(\\w*)[^>]*?)"
              + "(?:\\d+M(?:\\(\\d+%\\))?->(\\d+)M(?:\\(.*?\\))? )?[0-9.]+m?s$");

  /**
   * One collection.
   *
   * @param afterMiB heap use after it, whole MiB; -1: not logged
   */
  record Collection(GcKind kind, int afterMiB) {}

  private GcLog() {}

  /** By gc id. */
  static Map<Integer, Collection> read(Path log) throws IOException {
    Map<Integer, Collection> collections = new TreeMap<>();
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = LINE.matcher(line.strip());
      if (line.contains("[gc          ") || line.contains("[gc  ") || line.contains("[gc]")) {
        if (matcher.find()) {
          int id = Integer.parseInt(matcher.group(1));
          collections.put(id, collection(line, matcher));
        }
      }
    }
    return collections;
  }

  private static Collection collection(String line, Matcher matcher) {
    int after = matcher.group(4) == null ? -1 : Integer.parseInt(matcher.group(4));
    if (matcher.group(2).equals("Concurrent")
        || matcher.group(3).equals("Remark")
        || matcher.group(3).equals("Cleanup")) {
      return new Collection(GcKind.CONCURRENT, -1);
    }
    if (line.contains("(Mixed)")) {
      return new Collection(GcKind.MIXED, after);
    }
    return new Collection(matcher.group(3).equals("Full") ? GcKind.FULL : GcKind.YOUNG, after);
  }
}
