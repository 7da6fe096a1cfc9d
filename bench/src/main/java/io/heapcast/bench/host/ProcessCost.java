package io.heapcast.bench.host;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the kernel accounts a process, from {@code /proc}. */
final class ProcessCost {

  private static final long PAGE_BYTES = 4_096;
  private static final double NANOS_PER_MILLI = 1e6;

  private ProcessCost() {}

  /** CPU of each thread that lives, in milliseconds since its start, by thread id. */
  static Map<String, Double> cpuMillisByThread(long pid) {
    Map<String, Double> threads = new LinkedHashMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks.toList()) {
        try {
          String nanos = Files.readString(task.resolve("schedstat")).split(" ", 2)[0];
          threads.put(String.valueOf(task.getFileName()), Long.parseLong(nanos) / NANOS_PER_MILLI);
        } catch (NoSuchFileException e) {
          // It ended meanwhile.
        }
      }
      return threads;
    } catch (IOException e) {
      throw gone(pid, e);
    }
  }

  /** What each thread that lives is called, by thread id; at most 15 characters. */
  static Map<String, String> threadNames(long pid) {
    Map<String, String> names = new LinkedHashMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks.toList()) {
        try {
          names.put(
              String.valueOf(task.getFileName()), Files.readString(task.resolve("comm")).strip());
        } catch (NoSuchFileException e) {
          // It ended meanwhile.
        }
      }
      return names;
    } catch (IOException e) {
      throw gone(pid, e);
    }
  }

  /** CPU between two readings; that of a thread which ended in between is lost. */
  static double cpuMillisBetween(Map<String, Double> before, Map<String, Double> after) {
    return after.entrySet().stream()
        .mapToDouble(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0.0))
        .sum();
  }

  static long residentBytes(long pid) {
    try {
      List<String> fields =
          List.of(Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ", 3));
      return Long.parseLong(fields.get(1)) * PAGE_BYTES;
    } catch (IOException e) {
      throw gone(pid, e);
    }
  }

  private static UserError gone(long pid, IOException e) {
    return UserError.environment(
        "process " + pid,
        e.toString(),
        "a process that runs to the end",
        "See its output above",
        e);
  }
}
