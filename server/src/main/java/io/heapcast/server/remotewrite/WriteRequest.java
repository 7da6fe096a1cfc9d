package io.heapcast.server.remotewrite;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.xerial.snappy.Snappy;

/**
 * The body of a Prometheus remote write 1.0 request: {@code prometheus.WriteRequest}, written by
 * hand because its schema is four fields, in Snappy's block format.
 *
 * <pre>
 * WriteRequest { TimeSeries timeseries = 1 }   TimeSeries { Label labels = 1; Sample samples = 2 }
 * Label { string name = 1; string value = 2 }  Sample { double value = 1; int64 timestamp = 2 }
 * </pre>
 */
final class WriteRequest {

  private WriteRequest() {}

  static byte[] compressed(List<Sample> samples) {
    try {
      return Snappy.compress(encoded(samples));
    } catch (IOException e) {
      throw new UncheckedIOException("remote write body: Snappy refused it", e);
    }
  }

  static byte[] encoded(List<Sample> samples) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (Sample sample : samples) {
      out.writeByteArray(1, series(sample));
    }
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] series(Sample sample) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (Map.Entry<String, String> label : sample.labels().entrySet()) {
      out.writeByteArray(1, label(label.getKey(), label.getValue()));
    }
    out.writeByteArray(2, value(sample));
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] label(String name, String value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeString(1, name);
    out.writeString(2, value);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] value(Sample sample) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeDouble(1, sample.value());
    out.writeInt64(2, sample.timeMs());
    out.flush();
    return bytes.toByteArray();
  }
}
