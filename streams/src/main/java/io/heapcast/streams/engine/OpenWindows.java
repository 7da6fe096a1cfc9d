package io.heapcast.streams.engine;

import static io.heapcast.streams.engine.WindowEngine.WINDOW_MS;

import io.heapcast.streams.v1.OpenWindow;
import io.heapcast.telemetry.v1.GapReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a JVM that were not emitted yet, from {@link #nextMs()} on without end. Only those
 * with something in them take space.
 */
final class OpenWindows {

  /** A longer run of empty windows that close at once is silence, not so many facts. */
  static final int MAX_EMPTY_RUN = 6;

  private final TreeMap<Long, WindowBuilder> open = new TreeMap<>();
  private long nextMs;

  /** Most measurements go where the one before went; closed windows are never asked for. */
  private @Nullable WindowBuilder lastAsked;

  /** Starts with the window that holds a time. */
  OpenWindows(long firstTimeMs) {
    nextMs = startOf(firstTimeMs);
  }

  static OpenWindows of(long nextMs, List<OpenWindow> stored) {
    OpenWindows windows = new OpenWindows(nextMs);
    for (OpenWindow window : stored) {
      WindowBuilder builder = WindowBuilder.of(window);
      windows.open.put(builder.startMs(), builder);
    }
    return windows;
  }

  /** Writes each as an {@link OpenWindow} of a field, oldest first. */
  void writeTo(ProtoWriter out, int field) {
    for (WindowBuilder window : open.values()) {
      int begin = out.begin(field);
      window.writeTo(out);
      out.end(begin);
    }
  }

  /** Start of the window that holds a time. */
  static long startOf(long timeMs) {
    return Math.floorDiv(timeMs, WINDOW_MS) * WINDOW_MS;
  }

  /** Start of the oldest window that was not emitted. */
  long nextMs() {
    return nextMs;
  }

  /** Start of the newest window with something in it; of the next one to emit when none has. */
  long lastMs() {
    return open.isEmpty() ? nextMs : open.lastKey();
  }

  /** Drops what starts before a time. */
  void skipTo(long windowMs) {
    nextMs = Math.max(nextMs, windowMs);
    open.headMap(nextMs).clear();
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  boolean isClosed(long timeMs) {
    return timeMs < nextMs;
  }

  /** The window that holds a time, or the oldest open one where that is closed. */
  WindowBuilder at(long timeMs) {
    long startMs = startOf(Math.max(nextMs, timeMs));
    WindowBuilder last = lastAsked;
    if (last == null || last.startMs() != startMs) {
      last = open.computeIfAbsent(startMs, WindowBuilder::new);
      lastAsked = last;
    }
    return last;
  }

  /**
   * Takes out every window that starts up to a time, in order, empty ones too. A long empty run is
   * noted in the window after it instead.
   */
  <W> List<W> closeThrough(long lastStartMs, GapReason silence, Function<WindowBuilder, W> finish) {
    List<W> closed = new ArrayList<>();
    while (nextMs <= lastStartMs) {
      long emptyUntilMs = Math.min(firstFilledMs(), lastStartMs + WINDOW_MS);
      if (emptyUntilMs - nextMs > MAX_EMPTY_RUN * WINDOW_MS) {
        long sinceMs = nextMs;
        nextMs = emptyUntilMs;
        at(emptyUntilMs).addGap(sinceMs, silence, emptyUntilMs - sinceMs);
      } else {
        WindowBuilder filled = open.remove(nextMs);
        closed.add(finish.apply(filled == null ? new WindowBuilder(nextMs) : filled));
        nextMs += WINDOW_MS;
      }
    }
    return closed;
  }

  private long firstFilledMs() {
    Map.Entry<Long, WindowBuilder> first = open.firstEntry();
    return first == null ? Long.MAX_VALUE : first.getKey();
  }
}
