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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

  /** What a line, or a file, is seen to be. */
  private enum Found {
    UNIFIED,
    LEGACY,
    WITHOUT_TIME,
    NOTHING
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
        .anyMatch(line -> found(line) != Found.NOTHING || isLegacyHeader(line));
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
    Map<LogForm, List<Path>> byForm = new EnumMap<>(LogForm.class);
    for (Path file : files) {
      LogForm form =
          switch (search(file)) {
            case UNIFIED -> LogForm.UNIFIED;
            case LEGACY -> LogForm.LEGACY;
            case WITHOUT_TIME ->
                throw UserError.usage(
                    file.toString(), "lines without date and uptime", "one of both", REMEDY);
            case NOTHING -> throw UserError.usage(file.toString(), content(file), EXPECTED, REMEDY);
          };
      byForm.computeIfAbsent(form, any -> new ArrayList<>()).add(file);
    }
    List<RecordedJvm> jvms = new ArrayList<>();
    for (Map.Entry<LogForm, List<Path>> entry : byForm.entrySet()) {
      for (List<Path> log : Rotations.of(entry.getKey(), entry.getValue())) {
        LogScan.scan(entry.getKey(), log).stream().map(LoggedJvm::new).forEach(jvms::add);
      }
    }
    return jvms;
  }

  private static boolean isLegacyHeader(String line) {
    return LegacyLine.isOfGc(LegacyLine.parse(line));
  }

  private static Found search(Path file) throws IOException {
    Found best = Found.NOTHING;
    try (LineReader lines = LineReader.open(file, 0)) {
      String line = lines.next();
      while (line != null && lines.offset() < SEARCHED_BYTES) {
        Found found = found(line);
        if (found == Found.UNIFIED || found == Found.LEGACY) {
          return found;
        }
        best = found == Found.NOTHING ? best : found;
        line = lines.next();
      }
    } catch (EOFException | ZipException e) {
      return Found.NOTHING;
    }
    return best;
  }

  private static Found found(String text) {
    LogLine line = LogLine.parse(text);
    if (line != null) {
      Found of = line.hasTime() ? Found.UNIFIED : Found.WITHOUT_TIME;
      return line.isOfGc() ? of : Found.NOTHING;
    }
    LogLine legacy = LegacyLine.parse(text);
    if (LegacyLine.isCollection(legacy)) {
      return legacy.hasTime() ? Found.LEGACY : Found.WITHOUT_TIME;
    }
    return UnifiedWords.gcId(text) >= 0 ? Found.WITHOUT_TIME : Found.NOTHING;
  }

  private static String content(Path file) throws IOException {
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
