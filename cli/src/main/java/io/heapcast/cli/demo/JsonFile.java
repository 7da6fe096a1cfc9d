package io.heapcast.cli.demo;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that the result goes to. */
final class JsonFile {

  private final Path path;

  private JsonFile(Path path) {
    this.path = path;
  }

  /**
   * A file that can be written later: found out now, not after three minutes.
   *
   * @throws UserError when it cannot
   */
  static JsonFile writable(Path path) {
    Path directory = path.toAbsolutePath().getParent();
    boolean possible =
        Files.exists(path)
            ? Files.isRegularFile(path) && Files.isWritable(path)
            : directory != null && Files.isDirectory(directory) && Files.isWritable(directory);
    if (!possible) {
      throw UserError.usage(
          "--json " + path,
          Files.isDirectory(path) ? "a directory" : "no way to write there",
          "a file in a directory that exists and can be written to",
          "Name another file");
    }
    return new JsonFile(path);
  }

  void write(String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw UserError.environment(
          "--json " + path, e.toString(), "a file that can be written", "Make room there", e);
    }
  }
}
