package io.heapcast.bench;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Puts tables between the two marks of a Markdown file, with the command that prints them. */
final class FiguresInDocs {

  static final String BEGIN = "<!-- figures: begin -->";
  static final String END = "<!-- figures: end -->";

  private FiguresInDocs() {}

  /**
   * Replaces what is between the marks.
   *
   * @throws UserError when the file has no such marks, or cannot be read and written
   */
  static void write(Path file, RunFacts facts, List<String> tables) {
    try {
      Files.writeString(file, replaced(file, Files.readString(file), facts, tables));
    } catch (IOException e) {
      throw UserError.environment(
          file.toString(), String.valueOf(e.getMessage()), "a file of this clone", "Restore it", e);
    }
  }

  private static String replaced(Path file, String text, RunFacts facts, List<String> tables) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw UserError.usage(
          file.toString(),
          "no place for figures",
          "'%s' and '%s' on lines of their own".formatted(BEGIN, END),
          "Restore them");
    }
    return text.substring(0, begin)
        + BEGIN
        + "\n`bench/%s --write-docs` on %s (Heapcast %s, JDK %s; %s) printed:\n\n```\n"
            .formatted(
                facts.command(),
                facts.date(),
                facts.versions().get("heapcast"),
                facts.versions().get("jdk"),
                facts.machine())
        + String.join("\n", tables)
        + "\n```\n"
        + text.substring(end);
  }
}
