package io.heapcast.cli.analyze;

import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What the windows of a file say.
 *
 * @param oldCollections gc ids of all but young collections
 */
record Facts(TreeSet<Integer> oldCollections, long lateDropped) {

  static Facts of(Path file) throws IOException {
    List<RecordedJvm> jvms =
        InputFiles.open(
            List.of(file),
            error -> {
              throw error;
            });
    List<TelemetryBatch> batches = new ArrayList<>();
    jvms.get(0).read(batches::add, bytes -> {});
    List<JvmWindow> windows = new ArrayList<>();
    Replay replay = new Replay(batches.get(0).getJvmId(), windows::add, verdict -> {});
    batches.forEach(replay::accept);
    replay.finish();
    TreeSet<Integer> oldCollections = new TreeSet<>();
    windows.forEach(
        window ->
            window.getCollectionsList().stream()
                .map(Collection::getGcId)
                .forEach(oldCollections::add));
    return new Facts(oldCollections, windows.get(windows.size() - 1).getLateDropped());
  }
}
