package io.heapcast.cli;

import io.heapcast.telemetry.v1.JvmWindow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Windows of one JVM in a file: {@code JvmWindow} messages, each after its length as a varint, in
 * the order of time, compressed with gzip.
 */
public final class WindowsFile {

  /** How the name of such a file ends. */
  public static final String SUFFIX = ".windows.gz";

  private WindowsFile() {}

  /** Writes all of them, in the place of what was there. */
  public static void write(Path file, List<JvmWindow> windows) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (JvmWindow window : windows) {
        window.writeDelimitedTo(out);
      }
    }
  }

  /**
   * Reads all of them.
   *
   * @throws IOException when it is cut short, or is something else
   */
  public static void read(Path file, Consumer<JvmWindow> sink) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      JvmWindow window = JvmWindow.parseDelimitedFrom(in);
      while (window != null) {
        sink.accept(window);
        window = JvmWindow.parseDelimitedFrom(in);
      }
    }
  }
}
