package io.heapcast.bench.yours;

import io.heapcast.bench.leak.Telemetry;
import io.heapcast.cli.WindowsFile;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Windows that {@code heapcast feedback --export} kept: what contenders take, without the telemetry
 * behind them.
 *
 * @param files of one JVM, in the order of time
 * @param line of the labels, for errors
 */
record KeptWindows(List<Path> files, String line) implements Telemetry {

  static boolean isFile(Path file) {
    return file.toString().endsWith(WindowsFile.SUFFIX);
  }

  /** Who the first JVM of some files says it is; absent: they hold nothing. */
  static Optional<JvmInfo> info(List<Path> files) throws IOException {
    List<JvmInfo> first = new ArrayList<>(1);
    for (Path file : files) {
      WindowsFile.read(
          file,
          window -> {
            if (first.isEmpty()) {
              first.add(window.getInfo());
            }
          });
    }
    return first.stream().filter(info -> !info.getJvmId().isEmpty()).findFirst();
  }

  /** There is no telemetry: only windows are played. */
  @Override
  public void play(Consumer<TelemetryBatch> sink) {
    throw UserError.usage(
        line, "windows", "a recording or GC log, where telemetry is asked for", "Leave it out");
  }

  @Override
  public void play(Consumer<TelemetryBatch> batches, Consumer<JvmWindow> windows)
      throws IOException {
    for (Path file : files) {
      WindowsFile.read(file, windows);
    }
  }
}
