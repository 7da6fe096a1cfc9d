package io.heapcast.bench.fit;

import io.heapcast.telemetry.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What the detector read in learning runs: CSV with a header, gzipped.
 *
 * @param names of the features
 * @param rows in the order of the file
 */
record FeatureTable(List<String> names, List<FeatureRow> rows) {

  private static final Pattern COMMA = Pattern.compile(",");
  static final List<String> KEYS = List.of("run", "family", "resource", "leaking", "endLog");

  /**
   * Reads a table.
   *
   * @throws UserError when it is none, naming the line
   */
  static FeatureTable read(Path file) {
    List<FeatureRow> rows = new ArrayList<>();
    int line = 1;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      String head = reader.readLine();
      List<String> names = head == null ? List.of() : Arrays.asList(COMMA.split(head));
      if (names.size() <= KEYS.size() || !names.subList(0, KEYS.size()).equals(KEYS)) {
        throw wrong(file, 1, String.valueOf(head), String.join(",", KEYS) + ",…");
      }
      int features = names.size() - KEYS.size();
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        String[] cells = COMMA.split(text, -1);
        if (cells.length != names.size()) {
          throw wrong(file, line, cells.length + " cells", names.size() + " cells");
        }
        rows.add(row(cells, features));
      }
      return new FeatureTable(List.copyOf(names.subList(KEYS.size(), names.size())), rows);
    } catch (NumberFormatException e) {
      throw wrong(file, line, String.valueOf(e.getMessage()), "numbers");
    } catch (IOException e) {
      throw UserError.environment(
          "feature table " + file,
          e.toString(),
          "a readable gzipped CSV file",
          "Write it with 'leakbench features'",
          e);
    }
  }

  /**
   * Features by row and column.
   *
   * @param unseen names of features that are 0 everywhere, so that no tree can split on them
   */
  static double[][] values(List<FeatureRow> rows, List<String> names, Set<String> unseen) {
    double[][] values = new double[rows.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i).features().clone();
      for (int column = 0; column < names.size(); column++) {
        if (unseen.contains(names.get(column))) {
          values[i][column] = 0;
        }
      }
    }
    return values;
  }

  private static FeatureRow row(String[] cells, int features) {
    double[] values = new double[features];
    for (int i = 0; i < features; i++) {
      values[i] = Double.parseDouble(cells[KEYS.size() + i]);
    }
    return new FeatureRow(
        cells[0],
        cells[1],
        cells[2],
        cells[3].equals("1"),
        cells[4].isEmpty() ? Double.NaN : Double.parseDouble(cells[4]),
        values);
  }

  private static UserError wrong(Path file, int line, String found, String expected) {
    return UserError.usage(
        "feature table %s, line %d".formatted(file, line),
        found,
        expected,
        "Write it anew with 'leakbench features'");
  }
}
