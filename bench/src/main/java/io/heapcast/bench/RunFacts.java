package io.heapcast.bench;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;

/**
 * How a benchmark was run.
 *
 * @param scale quick, full or yours
 * @param command that repeats it
 * @param versions name to version
 * @param machine that it ran on, in a line
 * @param took wall time
 */
record RunFacts(
    LocalDate date,
    long seed,
    String scale,
    String command,
    Map<String, String> versions,
    String machine,
    Duration took) {}
