package io.heapcast.bench.yours;

import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Truth;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.Resource;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The labels of a folder, {@code labels.csv}: a line of column names, then a line for each run.
 * Empty lines and lines that begin with # are skipped.
 *
 * <pre>
 * file,label,resource,leak_begin,exhausted,family,note
 * soak-1.jfr,leak,heap,2025-03-01T10:20:00Z,2025-03-01T11:02:10Z,sessions,
 * soak-2.jfr;soak-2b.jfr,healthy,,,,,two files of one JVM
 * gc.log,not-actionable,,,,,
 * </pre>
 */
final class Labels {

  static final String FILE = "labels.csv";

  private static final List<String> COLUMNS =
      List.of("file", "label", "resource", "leak_begin", "exhausted", "family", "note");

  private static final Pattern SEMICOLON = Pattern.compile(";");

  private final Path directory;
  private final Consumer<UserError> faults;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Map<String, Boolean> leakingFamilies = new HashMap<>();
  private final Set<Path> named = new HashSet<>();
  private final List<LabelledFile> labelled = new ArrayList<>();

  private Labels(Path directory, Consumer<UserError> faults) {
    this.directory = directory;
    this.faults = faults;
  }

  /**
   * Reads the labels of a folder.
   *
   * @param faults takes what is wrong with a line, one error for each such line
   * @return the lines without fault, in their order
   * @throws UserError when the file cannot be read or names other columns
   */
  static List<LabelledFile> read(Path directory, Consumer<UserError> faults) {
    Labels labels = new Labels(directory, faults);
    labels.readLines();
    return List.copyOf(labels.labelled);
  }

  private void readLines() {
    Path file = directory.resolve(FILE);
    List<String> lines = lines(file);
    boolean headed = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (!headed) {
        head(file, line);
        headed = true;
      } else {
        body(i + 1, line);
      }
    }
    if (!headed) {
      throw UserError.usage(
          file.toString(),
          "no line",
          "a first line '" + String.join(",", COLUMNS) + "'",
          "Write one line for each recording below it");
    }
  }

  private void head(Path file, String line) {
    List<String> found = CsvLine.values(line);
    for (int i = 0; i < found.size(); i++) {
      String name = found.get(i).toLowerCase(Locale.ROOT);
      if (!COLUMNS.contains(name) || columns.put(name, i) != null) {
        throw UserError.usage(
            file + " line 1",
            "column '" + name + "'",
            "each of " + String.join(",", COLUMNS) + " once at most",
            "Correct the first line");
      }
    }
    if (!columns.keySet().containsAll(List.of("file", "label"))) {
      throw UserError.usage(
          file + " line 1",
          "'" + line + "'",
          "column names, file and label among them",
          "Begin the file with '" + String.join(",", COLUMNS) + "'");
    }
  }

  private void body(int number, String line) {
    try {
      List<String> values = CsvLine.values(line);
      if (values.size() > columns.size()) {
        throw fault(values.size() + " values", "at most " + columns.size(), "Quote commas");
      }
      labelled.add(new Row(values).labelled(number));
    } catch (IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      Fault fault =
          e instanceof Fault known ? known : fault(reason, "values with commas", "Correct it");
      faults.accept(
          UserError.usage(
              "%s line %d".formatted(directory.resolve(FILE), number),
              fault.found,
              fault.expected,
              fault.remedy));
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw UserError.usage(file.toString(), "bytes that are no UTF-8", "text", "Save it as UTF-8");
    } catch (IOException e) {
      throw UserError.usage(
          file.toString(),
          Files.exists(file) ? String.valueOf(e.getMessage()) : "no such file",
          "the labels of the recordings beside it",
          "Write it; 'leakbench yours --help' shows how");
    }
  }

  private static Fault fault(String found, String expected, String remedy) {
    return new Fault(found, expected, remedy);
  }

  /** What is wrong with a line. */
  private static final class Fault extends IllegalArgumentException {

    private final String found;
    private final String expected;
    private final String remedy;

    Fault(String found, String expected, String remedy) {
      super(found);
      this.found = found;
      this.expected = expected;
      this.remedy = remedy;
    }
  }

  /** The values of a line by the name of their column. */
  private final class Row {

    private final List<String> values;

    Row(List<String> values) {
      this.values = values;
    }

    LabelledFile labelled(int number) {
      List<Path> files = files();
      Truth truth = truth();
      boolean leaking = truth.label() == Label.LEAK;
      String family = optional("family").orElse(leaking ? "your-leaks" : "your-healthy-runs");
      if (leakingFamilies.merge(family, leaking, (one, other) -> one) != leaking) {
        throw fault(
            "family '" + family + "' for leaks and for healthy runs",
            "families of the one or the other kind",
            "Name two");
      }
      named.addAll(files);
      return new LabelledFile(number, files, truth, family, optional("note").orElse(""));
    }

    private List<Path> files() {
      List<Path> files = new ArrayList<>();
      for (String name : SEMICOLON.splitAsStream(required("file")).map(String::strip).toList()) {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file)) {
          throw fault("no file '" + name + "'", "one in " + directory, "Correct its name");
        }
        if (named.contains(file) || files.contains(file)) {
          throw fault("file '" + name + "' again", "each in one line only", "Remove one");
        }
        files.add(file);
      }
      return files;
    }

    private Truth truth() {
      Label label = label();
      Resource resource = resource();
      OptionalLong begin = time("leak_begin");
      OptionalLong exhausted = time("exhausted");
      if (label == Label.LEAK && begin.isEmpty()) {
        throw fault(
            "a leak without leak_begin", "the time of its first leaking allocation", "Add it");
      }
      if (label != Label.LEAK && (begin.isPresent() || exhausted.isPresent())) {
        throw fault("leak_begin or exhausted in a run that does not leak", "neither", "Empty both");
      }
      if (exhausted.isPresent() && exhausted.getAsLong() <= begin.getAsLong()) {
        throw fault("exhausted not after leak_begin", "the later time", "Correct one of them");
      }
      return new Truth(label, resource, begin, OptionalLong.empty(), exhausted, Optional.empty());
    }

    private Label label() {
      String text = required("label").toLowerCase(Locale.ROOT);
      return switch (text) {
        case "leak" -> Label.LEAK;
        case "healthy" -> Label.HEALTHY;
        case "not-actionable" -> Label.NOT_ACTIONABLE;
        default ->
            throw fault("label '" + text + "'", "leak, healthy or not-actionable", "Correct it");
      };
    }

    private Resource resource() {
      String text = optional("resource").orElse("heap").toLowerCase(Locale.ROOT);
      return switch (text) {
        case "heap" -> Resource.HEAP;
        case "metaspace" -> Resource.METASPACE;
        case "threads" -> Resource.THREADS;
        case "direct" -> Resource.DIRECT;
        case "native" -> Resource.NATIVE;
        default ->
            throw fault(
                "resource '" + text + "'",
                "heap, metaspace, threads, direct or native",
                "Correct it");
      };
    }

    private OptionalLong time(String column) {
      Optional<String> text = optional(column);
      try {
        return text.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(Instant.parse(text.get()).toEpochMilli());
      } catch (DateTimeParseException e) {
        throw fault(
            "%s '%s'".formatted(column, text.get()),
            "a time in UTC such as 2025-03-01T10:20:00Z",
            "Correct it");
      }
    }

    private String required(String column) {
      return optional(column)
          .orElseThrow(() -> fault("no " + column, "one in each line", "Add it"));
    }

    private Optional<String> optional(String column) {
      Integer at = columns.get(column);
      return at == null || at >= values.size() || values.get(at).isEmpty()
          ? Optional.empty()
          : Optional.of(values.get(at));
    }
  }
}
