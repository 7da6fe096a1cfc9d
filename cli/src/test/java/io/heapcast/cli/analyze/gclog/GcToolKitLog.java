package io.heapcast.cli.analyze.gclog;

import com.microsoft.gctoolkit.event.MemoryPoolSummary;
import com.microsoft.gctoolkit.event.g1gc.G1GCPauseEvent;
import com.microsoft.gctoolkit.event.generational.CMSPauseEvent;
import com.microsoft.gctoolkit.event.generational.GenerationalGCPauseEvent;
import com.microsoft.gctoolkit.event.jvm.JVMEvent;
import com.microsoft.gctoolkit.message.ChannelName;
import com.microsoft.gctoolkit.message.JVMEventChannel;
import com.microsoft.gctoolkit.message.JVMEventChannelListener;
import com.microsoft.gctoolkit.parser.GCLogParser;
import com.microsoft.gctoolkit.parser.GenerationalHeapParser;
import com.microsoft.gctoolkit.parser.PreUnifiedG1GCParser;
import com.microsoft.gctoolkit.parser.jvm.PreUnifiedDiarizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An old log as Microsoft's GCToolKit reads it: its parsers alone, without its message bus. */
final class GcToolKitLog {

  /** Kept, so that its level is; it warns of each line that it misses. */
  private static final Logger LOGGER = Logger.getLogger("com.microsoft.gctoolkit");

  /**
   * A pause that it tells the heap of.
   *
   * @param uptimeMs when it began
   */
  record Pause(long uptimeMs, long durationUs, long beforeBytes, long afterBytes) {}

  private GcToolKitLog() {}

  static List<Pause> read(Path log) throws IOException {
    LOGGER.setLevel(Level.OFF);
    List<String> lines = Files.readAllLines(log);
    PreUnifiedDiarizer diarizer = new PreUnifiedDiarizer();
    for (String line : lines) {
      if (diarizer.diarize(line)) {
        break;
      }
    }
    Collected collected = new Collected();
    for (GCLogParser parser : List.of(new GenerationalHeapParser(), new PreUnifiedG1GCParser())) {
      if (parser.accepts(diarizer.getDiary())) {
        parser.diary(diarizer.getDiary());
        parser.publishTo(collected);
        lines.forEach(parser::receive);
        parser.receive(GCLogParser.END_OF_DATA_SENTINEL);
      }
    }
    return collected.pauses;
  }

  private static final class Collected implements JVMEventChannel {
    private final List<Pause> pauses = new ArrayList<>();

    @Override
    public void registerListener(JVMEventChannelListener listener) {}

    @Override
    public void publish(ChannelName channel, JVMEvent event) {
      MemoryPoolSummary heap = heap(event);
      if (heap != null && heap.isValid()) {
        pauses.add(
            new Pause(
                Math.round(event.getDateTimeStamp().toMilliseconds()),
                Math.round(event.getDuration() * 1_000_000),
                heap.getOccupancyBeforeCollection() * 1_024,
                heap.getOccupancyAfterCollection() * 1_024));
      }
    }

    @Override
    public void close() {}

    private static @Nullable MemoryPoolSummary heap(JVMEvent event) {
      if (event instanceof CMSPauseEvent) {
        return null;
      }
      if (event instanceof GenerationalGCPauseEvent pause) {
        return pause.getHeap();
      }
      return event instanceof G1GCPauseEvent pause ? pause.getHeap() : null;
    }
  }
}
