package io.heapcast.cli.analyze.gclog;

import io.heapcast.cli.analyze.gclog.LogFacts.Family;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an old JVM says of itself when it starts. */
final class LegacyHeader {

  /** {@code OpenJDK 64-Bit Server VM (25.402-b06) for linux-amd64 JRE (1.8.0_402-b06), built …}. */
  private static final Pattern JRE = Pattern.compile("\\bJRE \\((\\d[0-9._]*)");

  private static final Pattern MAX_HEAP =
      Pattern.compile("-XX:MaxHeapSize=(\\d{1,18})(?![0-9A-Za-z])");

  private static final Map<String, Family> FAMILIES =
      Map.of(
          "-XX:+UseSerialGC", Family.SERIAL,
          "-XX:+UseParallelGC", Family.PARALLEL,
          "-XX:+UseConcMarkSweepGC", Family.CONCURRENT_MARK_SWEEP,
          "-XX:+UseG1GC", Family.G1);

  private LegacyHeader() {}

  static void read(String message, LogFacts facts) {
    if (message.startsWith("CommandLine flags: ")) {
      facts.sawBegin = true;
      Matcher max = MAX_HEAP.matcher(message);
      if (max.find()) {
        facts.maxHeapBytes = Long.valueOf(max.group(1));
      }
      FAMILIES.forEach(
          (flag, family) -> {
            if (message.contains(flag + " ") || message.endsWith(flag)) {
              facts.family(family);
            }
          });
      return;
    }
    Matcher jre = JRE.matcher(message);
    if (message.contains(" VM (") && jre.find()) {
      facts.jdkVersion = jre.group(1);
    }
  }
}
