package io.heapcast.cli.analyze.gclog;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, packed with gzip or not, whatever bytes are in it. Of a line only the first
 * {@value #MOST_CHARS} bytes are kept. A packed file that ends early ends here too.
 */
final class LineReader implements Closeable {

  /** No line of a GC log is a tenth as long. */
  static final int MOST_CHARS = 16_384;

  private static final int BUFFER_BYTES = 65_536;
  private static final int GZIP_MAGIC = 0x1f8b;

  private final CountingStream file;
  private final InputStream content;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final byte[] line = new byte[MOST_CHARS];
  private int next;
  private int filled;
  private long contentRead;
  private boolean cutShort;

  private LineReader(CountingStream file, InputStream content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Opens a file.
   *
   * @param offset where in its (unpacked) content to begin
   */
  static LineReader open(Path path, long offset) throws IOException {
    CountingStream file = new CountingStream(Files.newInputStream(path));
    try {
      BufferedInputStream start = new BufferedInputStream(file, BUFFER_BYTES);
      start.mark(2);
      int magic = start.read() << 8 | start.read();
      start.reset();
      InputStream content = magic == GZIP_MAGIC ? new GZIPInputStream(start, BUFFER_BYTES) : start;
      content.skipNBytes(offset);
      LineReader reader = new LineReader(file, content);
      reader.contentRead = offset;
      return reader;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Whether the bytes begin as a file packed with gzip does. */
  static boolean isPacked(byte[] start) {
    return start.length > 1 && ((start[0] & 0xff) << 8 | (start[1] & 0xff)) == GZIP_MAGIC;
  }

  /** The next line without its end, or null after the last one. */
  @Nullable String next() throws IOException {
    int length = 0;
    boolean any = false;
    while (true) {
      if (next == filled && !fill()) {
        return any ? text(length) : null;
      }
      any = true;
      while (next < filled) {
        byte b = buffer[next++];
        if (b == '\n') {
          return text(length);
        }
        if (length < MOST_CHARS) {
          line[length++] = b;
        }
      }
    }
  }

  /** Where in the (unpacked) content the next line begins. */
  long offset() {
    return contentRead - (filled - next);
  }

  /** Bytes read of the file as it is on disk. */
  long fileBytes() {
    return file.count;
  }

  /** Whether a packed file ended before its end. */
  boolean isCutShort() {
    return cutShort;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private boolean fill() throws IOException {
    next = 0;
    filled = 0;
    if (cutShort) {
      return false;
    }
    try {
      filled = Math.max(0, content.read(buffer));
    } catch (java.io.EOFException | java.util.zip.ZipException e) {
      cutShort = true;
    }
    contentRead += filled;
    return filled > 0;
  }

  private String text(int length) {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return new String(line, 0, end, StandardCharsets.ISO_8859_1);
  }

  private static final class CountingStream extends java.io.FilterInputStream {
    private long count;

    private CountingStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
      int read = super.read(bytes, from, most);
      count += Math.max(0, read);
      return read;
    }
  }
}
