package io.heapcast.cli.analyze;

import io.heapcast.cli.analyze.gclog.GcLogs;
import io.heapcast.collector.recording.JfrFiles;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The files that a user names, sorted into the JVMs that are in them. */
final class InputFiles {

  private static final String EXPECTED = "a recording (.jfr) or a GC log";

  private final List<Path> files;
  private final Consumer<UserError> faults;
  private final JfrFiles recordings = new JfrFiles();
  private final List<Path> logs = new ArrayList<>();

  private InputFiles(List<Path> files, Consumer<UserError> faults) {
    this.files = files;
    this.faults = faults;
  }

  /**
   * Opens what can be opened.
   *
   * @param files in any order; one that is named twice counts once
   * @param faults takes what is wrong with the others, one error each
   * @return the JVMs found, in the order in which the user named their first file
   */
  static List<RecordedJvm> open(List<Path> files, Consumer<UserError> faults) {
    InputFiles input = new InputFiles(files.stream().distinct().toList(), faults);
    return input.jvms();
  }

  private List<RecordedJvm> jvms() {
    files.forEach(this::sort);
    recordings.damages().forEach(faults);
    List<RecordedJvm> jvms = new ArrayList<>();
    recordings.recordings().forEach(recording -> jvms.add(new JfrJvm(recording)));
    jvms.addAll(openLogs());
    jvms.sort(Comparator.comparingInt(this::place));
    return jvms;
  }

  private int place(RecordedJvm jvm) {
    return jvm.files().stream().mapToInt(files::indexOf).min().orElse(0);
  }

  private void sort(Path file) {
    try {
      if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
        faults.accept(notReadable(file));
      } else if (Files.size(file) == 0) {
        faults.accept(
            UserError.usage(file.toString(), "an empty file", EXPECTED, "Copy or record it again"));
      } else if (JfrFiles.isRecording(file)) {
        recordings.add(file);
      } else if (isNamedAsRecording(file)) {
        faults.accept(noRecording(file));
      } else {
        logs.add(file);
      }
    } catch (IOException e) {
      faults.accept(unreadable(file, e));
    } catch (RuntimeException e) {
      faults.accept(unforeseen(file, e));
    }
  }

  /** The rotations of one log are opened together; so those that fail have to go first. */
  private List<RecordedJvm> openLogs() {
    try {
      return GcLogs.open(logs);
    } catch (UserError | IOException e) {
      List<Path> readable = logs.stream().filter(this::opens).toList();
      try {
        return GcLogs.open(readable);
      } catch (IOException again) {
        faults.accept(unreadable(readable.get(0), again));
        return List.of();
      }
    }
  }

  private boolean opens(Path log) {
    try {
      return !GcLogs.open(List.of(log)).isEmpty();
    } catch (UserError e) {
      faults.accept(e);
    } catch (IOException e) {
      faults.accept(unreadable(log, e));
    }
    return false;
  }

  static UserError unreadable(Path file, IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return UserError.usage(
        file.toString(), "that reading fails: " + reason, EXPECTED, "Copy it again");
  }

  /** A fault of ours, or content that nobody thought of: the other files go on. */
  static UserError unforeseen(Path file, RuntimeException e) {
    UserError error =
        UserError.usage(
            file.toString(), "that reading fails: " + e, EXPECTED, "Run again with --verbose");
    error.addSuppressed(e);
    return error;
  }

  private static boolean isNamedAsRecording(Path file) {
    String name = file.toString();
    return name.endsWith(".jfr") || name.endsWith(".jfr.gz");
  }

  private static UserError noRecording(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      boolean packed = Arrays.equals(in.readNBytes(2), new byte[] {0x1f, (byte) 0x8b});
      return UserError.usage(
          file.toString(),
          packed ? "a packed file" : "a file that does not begin as a recording",
          "a recording (FLR)",
          packed ? "Unpack it with gunzip" : "Copy or record it again");
    }
  }

  private static UserError notReadable(Path file) {
    String found;
    String remedy = "Correct the name";
    if (Files.isDirectory(file)) {
      found = "a directory";
      remedy = "Name its files, such as %s/*.jfr".formatted(file);
    } else if (!Files.exists(file)) {
      found = "no such file";
    } else if (Files.isRegularFile(file)) {
      found = "a file that this user may not read";
      remedy = "Change its permissions, or copy it";
    } else {
      found = "no regular file";
    }
    return UserError.usage(file.toString(), found, EXPECTED, remedy);
  }
}
