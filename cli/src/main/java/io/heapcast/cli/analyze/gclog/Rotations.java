package io.heapcast.cli.analyze.gclog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Files that are one log: {@code gc.log.0} to {@code gc.log.4} and {@code gc.log}. */
final class Rotations {

  private static final Pattern NUMBER = Pattern.compile("(\\.\\d{1,3})?(\\.current)?(\\.gz)?$");

  private record Part(Path file, LogLine first) {}

  private static final LogLine NO_LINE =
      new LogLine(LogLine.ABSENT, LogLine.ABSENT, LogLine.ABSENT, "", "");

  private Rotations() {}

  /** The logs, in the order of their first files; the files of each by the time they begin. */
  static List<List<Path>> of(LogForm form, List<Path> files) throws IOException {
    Map<Path, List<Part>> logs = new LinkedHashMap<>();
    for (Path file : files) {
      logs.computeIfAbsent(log(file), name -> new ArrayList<>())
          .add(new Part(file, first(form, file)));
    }
    return logs.values().stream().map(Rotations::ordered).toList();
  }

  private static Path log(Path file) {
    Path name = file.getFileName();
    return name == null
        ? file
        : file.toAbsolutePath().resolveSibling(NUMBER.matcher(name.toString()).replaceFirst(""));
  }

  private static List<Path> ordered(List<Part> parts) {
    boolean dated = parts.stream().allMatch(part -> part.first().wallMs() != LogLine.ABSENT);
    return parts.stream()
        .sorted(
            Comparator.comparingLong(
                part -> dated ? part.first().wallMs() : part.first().uptimeUs()))
        .map(Part::file)
        .distinct()
        .toList();
  }

  private static LogLine first(LogForm form, Path file) throws IOException {
    try (LineReader lines = LineReader.open(file, 0)) {
      for (String text = lines.next(); text != null; text = lines.next()) {
        LogLine line = form.line(text);
        if (line != null && line.hasTime()) {
          return line;
        }
      }
    }
    return NO_LINE;
  }
}
