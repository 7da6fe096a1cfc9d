package io.heapcast.cli.analyze;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * How much of the files has been read: on a terminal one line that is rewritten, else a line now
 * and then. Short readings say nothing.
 */
final class ReadingProgress {

  private static final long SILENT_NANOS = 2_000_000_000L;
  private static final long TERMINAL_NANOS = 200_000_000L;
  private static final long PLAIN_NANOS = 15_000_000_000L;

  private final PrintWriter err;
  private final boolean terminal;
  private final long totalBytes;
  private final long startNanos = System.nanoTime();
  private long nextNanos = SILENT_NANOS;
  private long bytesBefore;
  private boolean shown;

  /** For so many bytes in all files together. */
  ReadingProgress(PrintWriter err, boolean terminal, long totalBytes) {
    this.err = err;
    this.terminal = terminal;
    this.totalBytes = totalBytes;
  }

  /** So many bytes of the present JVM have been read. */
  void read(long bytes) {
    long nanos = System.nanoTime() - startNanos;
    if (nanos >= nextNanos) {
      nextNanos = nanos + (terminal ? TERMINAL_NANOS : PLAIN_NANOS);
      String text =
          String.format(
              Locale.ROOT,
              "heapcast: read %.0f of %.0f MB, %.0f s",
              (bytesBefore + bytes) / 1e6,
              totalBytes / 1e6,
              nanos / 1e9);
      if (terminal) {
        err.print("\r\u001b[K" + text);
        err.flush();
        shown = true;
      } else {
        err.println(text);
        err.flush();
      }
    }
  }

  /** A JVM has been read to its end; nothing of the line stays. */
  void done(long bytes) {
    bytesBefore += bytes;
    clear();
  }

  /** Makes room for other output. */
  void clear() {
    if (shown) {
      err.print("\r\u001b[K");
      err.flush();
      shown = false;
    }
  }
}
