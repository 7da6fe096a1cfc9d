package io.heapcast.bench.real.workload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a service is told on its command line, as {@code family=steady seed=7 heap=64 seconds=150}.
 *
 * @param family of LeakBench
 * @param seed of all that is random in it
 * @param heapMiB heap limit; what is kept and allocated is in proportion to it
 * @param seconds length of the run; a leak is paced to exhaust its resource about then
 */
public record WorkloadOptions(String family, long seed, int heapMiB, int seconds) {

  /** Reads the command line. */
  static WorkloadOptions parse(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      values.put(argument.substring(0, Math.max(0, equals)), argument.substring(equals + 1));
    }
    for (String name : List.of("family", "seed", "heap", "seconds")) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException("missing " + name + "=… among " + List.of(arguments));
      }
    }
    return new WorkloadOptions(
        values.getOrDefault("family", ""),
        Long.parseLong(values.getOrDefault("seed", "")),
        Integer.parseInt(values.getOrDefault("heap", "")),
        Integer.parseInt(values.getOrDefault("seconds", "")));
  }

  /** The command line that gives these options again. */
  public List<String> arguments() {
    return List.of("family=" + family, "seed=" + seed, "heap=" + heapMiB, "seconds=" + seconds);
  }

  double heapBytes() {
    return heapMiB * 1024.0 * 1024;
  }
}
