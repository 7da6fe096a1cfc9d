package io.heapcast.server.report;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Incidents as operators know them, one a line after a first line {@code
 * time,service,environment,what}; environment and what may be empty, commas only in what. Empty
 * lines and lines that begin with # are skipped.
 *
 * <pre>
 * time,service,environment,what
 * 2026-11-24T08:14:00Z,checkout,prod,INC-1234 OutOfMemoryError
 * </pre>
 */
public final class IncidentsFile {

  private static final String HEAD = "time,service,environment,what";

  private IncidentsFile() {}

  /**
   * Reads all of them.
   *
   * @throws UserError naming the file and the first line that is wrong
   */
  public static List<Incident> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw UserError.environment(
          "incidents " + file, "'" + e + "'", "a file that can be read", "Check the path", e);
    }
    List<Incident> incidents = new ArrayList<>();
    boolean headed = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (headed) {
        incidents.add(parsed(file, i + 1, line));
      } else if (!line.equals(HEAD)) {
        throw wrong(file, i + 1, line, HEAD);
      }
      headed = true;
    }
    return List.copyOf(incidents);
  }

  private static Incident parsed(Path file, int number, String line) {
    String[] values = line.split(",", 4);
    if (values.length < 2 || values[1].isBlank()) {
      throw wrong(file, number, line, HEAD);
    }
    try {
      return new Incident(
          Instant.parse(values[0].strip()),
          values[1].strip(),
          value(values, 2),
          value(values, 3).orElse("incident"),
          new Incident.Foresight.ByServiceAndTime());
    } catch (DateTimeException e) {
      throw wrong(file, number, values[0], "a time such as 2026-11-24T08:14:00Z");
    }
  }

  private static Optional<String> value(String[] values, int index) {
    return values.length <= index || values[index].isBlank()
        ? Optional.empty()
        : Optional.of(values[index].strip());
  }

  private static UserError wrong(Path file, int number, String found, String expected) {
    return UserError.usage(
        "%s line %d".formatted(file, number), "'" + found + "'", expected, "Correct it");
  }
}
