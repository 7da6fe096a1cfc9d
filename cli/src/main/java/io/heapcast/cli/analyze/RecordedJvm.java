package io.heapcast.cli.analyze;

import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** One JVM that was found in the files given. */
public interface RecordedJvm {

  SourceKind kind();

  /** The files that hold something of it, in the order of their beginnings; never empty. */
  List<Path> files();

  /**
   * Reads all of it, once.
   *
   * @param sink takes its telemetry in order of event time: a batch per second in which something
   *     happened, numbered from 0, {@code observed_until_ms} set; the first one carries the
   *     JvmInfo, the last one JvmEnded where the JVM said that it ended
   * @param bytesDone told now and then how many bytes of its files have been read; never falls
   * @throws IOException when a file cannot be read any more
   * @throws io.heapcast.telemetry.UserError when the content is damaged; what came before it went
   *     to the sink
   */
  void read(Consumer<TelemetryBatch> sink, LongConsumer bytesDone) throws IOException;

  /**
   * After {@link #read}: what was not in the files and what follows from that, one sentence each.
   */
  List<String> missing();
}
