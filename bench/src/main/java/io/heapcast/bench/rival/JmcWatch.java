package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Watch;
import io.heapcast.telemetry.v1.JvmWindow;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** {@link JmcLiveSetTrend} on one JVM: silent until the recording ends. */
final class JmcWatch implements Watch {

  private final Consumer<JvmWindow> windows;
  private final Supplier<String> severity;
  private long endMs;

  private JmcWatch(Consumer<JvmWindow> windows, Supplier<String> severity) {
    this.windows = windows;
    this.severity = severity;
  }

  /** Of a result that is known already, as the severity's name. */
  JmcWatch(Supplier<String> severity) {
    this(window -> {}, severity);
  }

  /** Of the recording that the windows are written as. */
  static JmcWatch ofWindows() {
    JmcRecording recording = new JmcRecording();
    return new JmcWatch(recording::add, recording::severity);
  }

  @Override
  public List<Opinion> accept(JvmWindow window) {
    windows.accept(window);
    endMs = window.getEndTimeMs();
    return List.of();
  }

  @Override
  public List<Opinion> end() {
    return switch (severity.get()) {
      case "WARNING" -> List.of(Opinion.heap(endMs, true));
      case "OK", "INFO" -> List.of(Opinion.heap(endMs, false));
      default -> List.of();
    };
  }
}
