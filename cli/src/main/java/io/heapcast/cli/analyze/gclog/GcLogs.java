package io.heapcast.cli.analyze.gclog;

import io.heapcast.cli.analyze.RecordedJvm;
import io.heapcast.telemetry.UserError;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * GC logs: unified logging of JDK 9 and newer in any decorations, and what older JDKs write; packed
 * with gzip or not. One file may hold several JVMs, one after the other: a service restarted on the
 * same file.
 */
public final class GcLogs {

  private static final String EXPECTED = "a log of a Java garbage collector";

  private static final String REMEDY =
      "Have one written by -Xlog:gc*:file=gc.log:time,uptime,level,tags (JDK 9 and newer) or"
          + " -Xloggc:gc.log -XX:+PrintGCDetails -XX:+PrintGCDateStamps (JDK 8)";

  /** Other lines may come first, but not so many. */
  private static final long SEARCHED_BYTES = 16L << 20;

  private enum Form {
    UNIFIED,
    UNIFIED_WITHOUT_TIME,
    LEGACY,
    NONE
  }

  private GcLogs() {}

  /**
   * Whether a file that begins so is a GC log; of a log that begins with a lot of other lines this
   * cannot be told, but {@link #open(Path)} finds it.
   *
   * @param start the first bytes, a few thousand at best
   */
  public static boolean looksLikeGcLog(byte[] start) {
    byte[] content = LineReader.isPacked(start) ? unpacked(start) : start;
    return new String(content, StandardCharsets.ISO_8859_1)
        .lines()
        .map(GcLogs::form)
        .anyMatch(form -> form != Form.NONE);
  }

  /**
   * The JVMs in a file, in the order in which they ran; never empty.
   *
   * @throws UserError for a file that is no GC log
   * @throws IOException when it cannot be read
   */
  public static List<RecordedJvm> open(Path file) throws IOException {
    return open(List.of(file));
  }

  /**
   * The JVMs in several files: each file by itself, but the rotations of one log ({@code gc.log.0},
   * {@code gc.log.1}, {@code gc.log}) are read as one.
   *
   * @throws UserError for the first file that is no GC log
   * @throws IOException when one cannot be read
   */
  public static List<RecordedJvm> open(List<Path> files) throws IOException {
    List<Path> unified = new ArrayList<>();
    List<RecordedJvm> jvms = new ArrayList<>();
    for (Path file : files) {
      switch (form(file)) {
        case UNIFIED -> unified.add(file);
        case LEGACY ->
            throw UserError.usage(file.toString(), "a log of JDK 8 or older", EXPECTED, REMEDY);
        case UNIFIED_WITHOUT_TIME ->
            throw UserError.usage(
                file.toString(), "lines without date and uptime", "one of both", REMEDY);
        case NONE -> throw UserError.usage(file.toString(), found(file), EXPECTED, REMEDY);
      }
    }
    for (List<Path> log : Rotations.of(unified)) {
      LogScan.scan(log).stream().map(UnifiedJvm::new).forEach(jvms::add);
    }
    return jvms;
  }

  private static Form form(Path file) throws IOException {
    Form found = Form.NONE;
    try (LineReader lines = LineReader.open(file, 0)) {
      String line = lines.next();
      while (line != null && lines.offset() < SEARCHED_BYTES) {
        Form form = form(line);
        if (form == Form.UNIFIED || form == Form.LEGACY) {
          return form;
        }
        found = form == Form.NONE ? found : form;
        line = lines.next();
      }
    } catch (EOFException | ZipException e) {
      return Form.NONE;
    }
    return found;
  }

  private static Form form(String text) {
    LogLine line = LogLine.parse(text);
    if (line != null && line.isOfGc()) {
      return line.hasTime() ? Form.UNIFIED : Form.UNIFIED_WITHOUT_TIME;
    }
    if (line == null && UnifiedParser.gcId(text) >= 0) {
      return Form.UNIFIED_WITHOUT_TIME;
    }
    return Form.NONE;
  }

  private static String found(Path file) throws IOException {
    if (Files.size(file) == 0) {
      return "an empty file";
    }
    try (InputStream in = Files.newInputStream(file)) {
      for (byte b : in.readNBytes(1_024)) {
        if (b == 0) {
          return "a binary file";
        }
      }
    }
    return "no line of a garbage collector";
  }

  private static byte[] unpacked(byte[] start) {
    java.io.ByteArrayOutputStream content = new java.io.ByteArrayOutputStream();
    byte[] buffer = new byte[4_096];
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(start))) {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        content.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // The start of a packed file is cut somewhere: what was unpacked so far is enough.
      return content.toByteArray();
    }
    return content.toByteArray();
  }
}
