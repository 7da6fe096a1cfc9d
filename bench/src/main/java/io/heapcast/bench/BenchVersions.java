package io.heapcast.bench;

import io.heapcast.cli.Versions;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.IVersionProvider;

/** What was compared on what: stands in every report. */
public final class BenchVersions implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return all().entrySet().stream()
        .map(version -> "%-10s %s".formatted(version.getKey(), version.getValue()))
        .toArray(String[]::new);
  }

  /** Name to version, in the order of the report. */
  static Map<String, String> all() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("heapcast", Versions.heapcast());
    versions.put("jdk", Versions.jdk());
    return versions;
  }

  /** Processors and heap of this JVM, in a line. */
  static String machine() {
    Runtime runtime = Runtime.getRuntime();
    return "%d processors, %s %s, heap of %d MiB"
        .formatted(
            runtime.availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            runtime.maxMemory() >> 20);
  }
}
