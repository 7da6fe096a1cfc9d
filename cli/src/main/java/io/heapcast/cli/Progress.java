package io.heapcast.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the user how far a start is, one line per step. Thread-safe: steps may run side by side.
 *
 * <pre>
 *   broker     ready in  2.9 s  127.0.0.1:41234
 *   topics     ready in  0.3 s
 * </pre>
 *
 * On a terminal, steps under way are shown below with their seconds so far.
 */
public final class Progress {

  private static final long TICK_MILLIS = 200;

  private final PrintStream out;
  private final @Nullable LiveBlock block;
  private final Map<String, Long> startedNanos = new LinkedHashMap<>();

  private Progress(PrintStream out, @Nullable LiveBlock block) {
    this.out = out;
    this.block = block;
  }

  /** Progress on standard output. */
  public static Progress onStandardOutput() {
    return Terminal.interactive() ? live(LiveBlock.onStandardOutput()) : plain(System.out);
  }

  /** A line per finished step. */
  public static Progress plain(PrintStream out) {
    return new Progress(out, null);
  }

  /** As {@link #plain}, and steps under way are shown. */
  static Progress live(LiveBlock block) {
    return new Progress(block.above(), block);
  }

  /** Runs one step and reports it when done; one that fails reports nothing. */
  public void step(String name, Runnable work) {
    step(
        name,
        () -> {
          work.run();
          return "";
        },
        detail -> detail);
  }

  /**
   * Runs one step and reports it when done; one that fails reports nothing.
   *
   * @param name a word
   * @param detail what to add to the line, from the step's result; may be empty
   * @return the step's result
   */
  public <T> T step(String name, Supplier<T> work, Function<T, String> detail) {
    long start = System.nanoTime();
    begin(name, start);
    T result;
    try {
      result = work.get();
    } finally {
      end(name);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    String line =
        String.format(
            Locale.ROOT, "  %-10s ready in %4.1f s  %s", name, seconds, detail.apply(result));
    out.println(line.stripTrailing());
    return result;
  }

  private synchronized void begin(String name, long nowNanos) {
    startedNanos.put(name, nowNanos);
    if (block != null && startedNanos.size() == 1) {
      Thread ticks = new Thread(this::tick, "heapcast-progress");
      ticks.setDaemon(true);
      ticks.start();
    }
  }

  private synchronized void end(String name) {
    startedNanos.remove(name);
    draw();
    notifyAll();
  }

  private synchronized void tick() {
    while (!startedNanos.isEmpty()) {
      draw();
      try {
        wait(TICK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void draw() {
    if (block != null) {
      long now = System.nanoTime();
      List<String> lines = new ArrayList<>();
      startedNanos.forEach(
          (name, start) ->
              lines.add(String.format(Locale.ROOT, "  %-10s … %.0f s", name, (now - start) / 1e9)));
      block.draw(lines);
    }
  }
}
