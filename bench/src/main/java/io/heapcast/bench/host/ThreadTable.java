package io.heapcast.bench.host;

import io.heapcast.bench.TextTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** CPU of processes by the names of their threads, numbers in names left out. */
final class ThreadTable {

  /** Below it a thread is not worth a line, in milliseconds per second. */
  private static final double LEAST = 0.02;

  private record Key(String process, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byProcess = process.compareTo(other.process);
      return byProcess == 0 ? name.compareTo(other.name) : byProcess;
    }
  }

  private final Map<Key, Double> millis = new TreeMap<>();
  private double seconds;

  /** Adds what the threads of a process took between two readings, both by thread id. */
  void add(String process, long pid, Map<String, Double> before, Map<String, Double> after) {
    Map<String, String> names = ProcessCost.threadNames(pid);
    after.forEach(
        (thread, total) ->
            millis.merge(
                new Key(
                    process, names.getOrDefault(thread, "ended").replaceAll("[0-9]+", "N").strip()),
                total - before.getOrDefault(thread, 0.0),
                Double::sum));
  }

  /** So much time has passed for all of them. */
  void passed(double elapsedSeconds) {
    seconds += elapsedSeconds;
  }

  List<String> lines() {
    TextTable table = new TextTable().row(List.of("process", "ms/s  ", "thread"));
    millis.forEach(
        (thread, taken) -> {
          if (taken / seconds >= LEAST) {
            table.row(List.of(thread.process(), "%.2f".formatted(taken / seconds), thread.name()));
          }
        });
    return table.lines();
  }
}
