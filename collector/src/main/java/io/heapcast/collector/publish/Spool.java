package io.heapcast.collector.publish;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait on disk for the cluster, in order, over restarts. Bounded: at the bound the
 * allocation samples of the oldest segments go first, then the oldest segments as a whole, and
 * every loss is told to the listener.
 *
 * <pre>
 * 0000000000000007.log        a segment: records one after the other, see {@link SpoolRecord}
 * 0000000000000008.lean.log   one whose allocation samples are gone
 * position                    segment and offset up to which all is delivered
 * </pre>
 *
 * <p>Written without forcing: it outlives the process, not the power. Used by one thread.
 */
final class Spool implements Closeable {

  private static final String SUFFIX = ".log";
  private static final String LEAN_SUFFIX = ".lean.log";
  private static final String POSITION = "position";

  /** The bound is kept to a segment. */
  private static final int SEGMENTS = 16;

  private static final int LEAST_SEGMENT_BYTES = 4 << 10;
  private static final int MOST_SEGMENT_BYTES = 8 << 20;

  /** Told of what is lost. */
  interface Losses {

    /** One record will never be sent. */
    void dropped(SpoolRecord record, DropReason reason);

    /** One batch will be sent without its allocation samples. */
    void stripped(SpoolRecord record);

    /** Something on disk could not be read; how many records that were is not known. */
    void damaged(Path segment, String what);
  }

  private static final class Segment {
    private Path file;
    private long bytes;
    private boolean lean;

    private Segment(Path file, long bytes) {
      this.file = file;
      this.bytes = bytes;
      this.lean = file.toString().endsWith(LEAN_SUFFIX);
    }
  }

  private final Path directory;
  private final long mostBytes;
  private final long segmentBytes;
  private final Losses losses;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private @Nullable FileChannel writer;
  private long readSegment;
  private long readOffset;

  /**
   * Opens what an earlier process left.
   *
   * @param mostBytes on disk, but for the record that is written last
   */
  Spool(Path directory, long mostBytes, Losses losses) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.mostBytes = mostBytes;
    this.segmentBytes =
        Math.max(LEAST_SEGMENT_BYTES, Math.min(MOST_SEGMENT_BYTES, mostBytes / SEGMENTS));
    this.losses = losses;
    findSegments();
    readPosition();
  }

  /** Where they wait. */
  Path directory() {
    return directory;
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return segments.isEmpty();
  }

  /** Bytes on disk, delivered ones among them. */
  long bytes() {
    return segments.values().stream().mapToLong(segment -> segment.bytes).sum();
  }

  /**
   * Adds a record at the end.
   *
   * @throws IOException when it was not added, such as for want of room; what was there stays
   */
  void append(SpoolRecord record) throws IOException {
    ByteBuffer encoded = record.encoded();
    Segment last = lastForWriting();
    long before = last.bytes;
    try {
      FileChannel out = writer;
      while (out != null && encoded.hasRemaining()) {
        last.bytes += out.write(encoded);
      }
    } catch (IOException e) {
      last.bytes = before;
      cut(last, before); // half a record would hide those behind it
      throw e;
    }
    try {
      shrink();
    } catch (IOException e) {
      losses.damaged(directory, "cannot be made smaller: " + e.getMessage());
    }
  }

  /**
   * The oldest records, which stay until {@link #delivered}.
   *
   * @param mostBytes of them, but at least one
   */
  List<SpoolRecord> oldest(int mostRecords, int mostBytes) throws IOException {
    while (!segments.isEmpty()) {
      Map.Entry<Long, Segment> first = segments.firstEntry();
      if (first.getKey() != readSegment) {
        readSegment = first.getKey();
        readOffset = 0;
      }
      List<SpoolRecord> records =
          read(first.getValue(), readOffset, new Limit(mostRecords, mostBytes));
      if (!records.isEmpty()) {
        return records;
      }
      remove(first.getKey());
    }
    Files.deleteIfExists(directory.resolve(POSITION));
    return List.of();
  }

  /** The oldest records, as given by {@link #oldest}, are delivered. */
  void delivered(List<SpoolRecord> records) throws IOException {
    Map.Entry<Long, Segment> first = segments.firstEntry();
    if (first == null || first.getKey() != readSegment) {
      return; // dropped meanwhile
    }
    readOffset += records.stream().mapToLong(SpoolRecord::encodedBytes).sum();
    if (readOffset >= first.getValue().bytes) {
      remove(first.getKey());
    }
    if (segments.isEmpty()) {
      Files.deleteIfExists(directory.resolve(POSITION));
    } else {
      writePosition();
    }
  }

  @Override
  public void close() throws IOException {
    closeWriter();
  }

  /** What is behind a damaged record cannot be told apart. */
  private void cut(Segment segment, long at) throws IOException {
    if (segment == segments.lastEntry().getValue()) {
      closeWriter();
    }
    try (FileChannel file = FileChannel.open(segment.file, StandardOpenOption.WRITE)) {
      file.truncate(at);
    }
    segment.bytes = at;
  }

  private Segment lastForWriting() throws IOException {
    Map.Entry<Long, Segment> last = segments.lastEntry();
    FileChannel open = writer;
    if (last != null && open != null && last.getValue().bytes < segmentBytes) {
      return last.getValue();
    }
    // After a restart a new one too: the old one may end in the middle of a record.
    closeWriter();
    long number = last == null ? Math.max(1, readSegment + 1) : last.getKey() + 1;
    Segment segment = new Segment(directory.resolve("%016d%s".formatted(number, SUFFIX)), 0);
    writer =
        FileChannel.open(
            segment.file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    segments.put(number, segment);
    return segment;
  }

  private void shrink() throws IOException {
    while (bytes() > mostBytes) {
      Map.Entry<Long, Segment> fat = oldestFat();
      if (fat != null) {
        leanOrGone(fat);
      } else if (segments.size() > 1) {
        boolean spareTheFirst =
            segments.firstKey() == readSegment && readOffset > 0 && segments.size() > 2;
        drop(spareTheFirst ? segments.higherEntry(segments.firstKey()) : segments.firstEntry());
      } else {
        return;
      }
    }
  }

  /** Neither the one that is read nor the one that is written. */
  private Map.@Nullable Entry<Long, Segment> oldestFat() {
    for (Map.Entry<Long, Segment> entry : segments.entrySet()) {
      boolean inUse = entry.getKey() == readSegment || entry.getKey().equals(segments.lastKey());
      if (!inUse && !entry.getValue().lean) {
        return entry;
      }
    }
    return null;
  }

  /** Making it lean needs room for a while; where there is none, it has to go. */
  private void leanOrGone(Map.Entry<Long, Segment> fat) throws IOException {
    try {
      strip(fat.getValue());
    } catch (IOException e) {
      Files.deleteIfExists(half(fat.getValue()));
      drop(fat);
    }
  }

  private Path half(Segment segment) {
    return directory.resolve(segment.file.getFileName() + ".half");
  }

  private void strip(Segment segment) throws IOException {
    String name = segment.file.getFileName().toString();
    Path lean = directory.resolve(name.substring(0, name.length() - SUFFIX.length()) + LEAN_SUFFIX);
    Path half = half(segment);
    long bytes = 0;
    try (FileChannel out =
        FileChannel.open(
            half,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (SpoolRecord record : read(segment, 0, Limit.NONE)) {
        ByteBuffer encoded = stripped(record).encoded();
        while (encoded.hasRemaining()) {
          bytes += out.write(encoded);
        }
      }
    }
    Files.move(half, lean, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(segment.file);
    segment.file = lean;
    segment.bytes = bytes;
    segment.lean = true;
  }

  private SpoolRecord stripped(SpoolRecord record) {
    ByteString value = record.value();
    if (record.topic() != Topic.TELEMETRY || value == null) {
      return record;
    }
    try {
      TelemetryBatch batch = TelemetryBatch.parseFrom(value);
      if (batch.getAllocationSamplesCount() == 0) {
        return record;
      }
      losses.stripped(record);
      return new SpoolRecord(
          record.topic(),
          record.key(),
          batch.toBuilder().clearAllocationSamples().build().toByteString());
    } catch (InvalidProtocolBufferException e) {
      return record;
    }
  }

  private void drop(Map.Entry<Long, Segment> oldest) throws IOException {
    long offset = oldest.getKey() == readSegment ? readOffset : 0;
    for (SpoolRecord record : read(oldest.getValue(), offset, Limit.NONE)) {
      losses.dropped(record, DropReason.SPOOL_FULL);
    }
    remove(oldest.getKey());
  }

  private record Limit(int records, int bytes) {
    static final Limit NONE = new Limit(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private List<SpoolRecord> read(Segment segment, long offset, Limit limit) throws IOException {
    List<SpoolRecord> records = new ArrayList<>();
    long bytes = 0;
    try (DataInputStream in = open(segment.file, offset)) {
      while (records.size() < limit.records() && bytes < limit.bytes()) {
        SpoolRecord record = SpoolRecord.read(in);
        if (record == null) {
          break;
        }
        bytes += record.encodedBytes();
        records.add(record);
      }
    } catch (SpoolRecord.DamagedException e) {
      losses.damaged(segment.file, String.valueOf(e.getMessage()));
      cut(segment, offset + bytes);
    }
    return records;
  }

  private static DataInputStream open(Path file, long offset) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
    in.skipNBytes(Math.min(offset, Files.size(file)));
    return in;
  }

  private void remove(long number) throws IOException {
    if (!segments.isEmpty() && segments.lastKey() == number) {
      closeWriter();
    }
    Segment segment = segments.remove(number);
    if (segment != null) {
      Files.deleteIfExists(segment.file);
    }
    if (number >= readSegment) {
      readSegment = number;
      readOffset = 0;
    }
  }

  private void closeWriter() throws IOException {
    FileChannel open = writer;
    writer = null;
    if (open != null) {
      open.close();
    }
  }

  private void findSegments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".half")) {
          Files.delete(file);
        } else if (name.matches("\\d{16}(\\.lean)?\\.log")) {
          segments.put(Long.parseLong(name.substring(0, 16)), new Segment(file, Files.size(file)));
        }
      }
    }
  }

  private void readPosition() throws IOException {
    try {
      String[] parts = Files.readString(directory.resolve(POSITION)).strip().split(" ", -1);
      readSegment = Long.parseLong(parts[0]);
      readOffset = Long.parseLong(parts[1]);
    } catch (NoSuchFileException e) {
      return;
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      losses.damaged(directory.resolve(POSITION), "found no position");
    }
    // Delivered before the process ended.
    for (Long number : List.copyOf(segments.headMap(readSegment).keySet())) {
      Segment segment = segments.remove(number);
      if (segment != null) {
        Files.delete(segment.file);
      }
    }
  }

  private void writePosition() throws IOException {
    Path half = directory.resolve(POSITION + ".half");
    Files.write(
        half, "%d %d%n".formatted(readSegment, readOffset).getBytes(StandardCharsets.UTF_8));
    Files.move(half, directory.resolve(POSITION), StandardCopyOption.ATOMIC_MOVE);
  }
}
