package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;

/**
 * Segments of a search index, mapped by Lucene and read at random: resident memory grows with what
 * was touched. Segments are written during the run; the oldest are merged away when there are many.
 */
final class MappedIndex implements Workload {

  private static final int SEGMENT_BYTES = 4 * 1024 * 1024;
  private static final int MOST_SEGMENTS = 40;
  private static final double READS_PER_REQUEST = 0.5;

  private final MMapDirectory directory;
  private final SplittableRandom random;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private final double segmentEverySeconds;
  private double nextSegmentSeconds;
  private int number;
  private long sum;

  private record Segment(String name, IndexInput input) {}

  MappedIndex(Setup setup) {
    random = setup.random().split();
    segmentEverySeconds = setup.moment(0.5, 0.8) / MOST_SEGMENTS;
    try {
      directory = new MMapDirectory(Path.of("index"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void tick(double seconds) {
    for (; nextSegmentSeconds < seconds; nextSegmentSeconds += segmentEverySeconds) {
      try {
        write();
        if (segments.size() > MOST_SEGMENTS) {
          Segment oldest = segments.remove();
          oldest.input().close();
          directory.deleteFile(oldest.name());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void request(double seconds, JsonNode request) {
    if (segments.isEmpty() || random.nextDouble() >= READS_PER_REQUEST) {
      return;
    }
    Segment segment = random.nextBoolean() ? segments.getLast() : segments.getFirst();
    try {
      segment.input().seek(random.nextInt(SEGMENT_BYTES - Long.BYTES));
      sum += segment.input().readLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long sum() {
    return sum;
  }

  private void write() throws IOException {
    String name = "segment-" + number++;
    byte[] block = new byte[8192];
    try (IndexOutput out = directory.createOutput(name, IOContext.DEFAULT)) {
      for (int i = 0; i < SEGMENT_BYTES / block.length; i++) {
        block[random.nextInt(block.length)] = (byte) i;
        out.writeBytes(block, block.length);
      }
    }
    IndexInput input = directory.openInput(name, IOContext.READ);
    for (int i = 0; i < SEGMENT_BYTES; i += 4096) {
      input.seek(i);
      sum += input.readByte();
    }
    segments.add(new Segment(name, input));
  }
}
