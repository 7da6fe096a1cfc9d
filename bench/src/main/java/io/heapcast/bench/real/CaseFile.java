package io.heapcast.bench.real;

import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The telemetry of one run in a file: length-delimited batches, gzipped. */
final class CaseFile {

  /** Appended to the name of the run. */
  static final String SUFFIX = ".pb.gz";

  private CaseFile() {}

  /** Writes it whole or not at all. */
  static void write(Path file, List<TelemetryBatch> batches) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (OutputStream out = new BestGzip(new BufferedOutputStream(Files.newOutputStream(part)))) {
      for (TelemetryBatch batch : batches) {
        batch.writeDelimitedTo(out);
      }
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads all batches, in order. */
  static void read(Path file, Consumer<TelemetryBatch> sink) throws IOException {
    try (InputStream in =
        new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
      for (TelemetryBatch batch = TelemetryBatch.parseDelimitedFrom(in);
          batch != null;
          batch = TelemetryBatch.parseDelimitedFrom(in)) {
        sink.accept(batch);
      }
    }
  }

  private static final class BestGzip extends GZIPOutputStream {

    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
