package io.heapcast.cli.broker;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version file of a data directory. Data formatted by a newer broker may not open in an older
 * one, so a directory only ever moves forward: a downgrade is refused in words.
 *
 * @param major first number of {@code 1.2.3}, not negative
 * @param minor second number
 * @param patch third number
 */
record DataVersion(int major, int minor, int patch) implements Comparable<DataVersion> {

  private static final String FILE = "heapcast.version";

  /** A suffix such as -SNAPSHOT does not count. */
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})\\.([0-9]{1,6}).*");

  static DataVersion parse(String text) {
    Matcher matcher = FORM.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "version: found '%s', expected three numbers such as 1.2.3".formatted(text.trim()));
    }
    return new DataVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  /**
   * Refuses a directory written by a newer Heapcast than {@code own}, else marks it as ours.
   *
   * @throws UserError naming both versions
   */
  static void claim(Path directory, String own) throws IOException {
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      String written = Files.readString(file).trim();
      if (isNewer(written, own)) {
        throw UserError.environment(
            "data directory " + directory,
            "data written by Heapcast " + written,
            own + " or older",
            "Run Heapcast " + written + " or newer, or choose another directory with --data-dir");
      }
    }
    Files.writeString(file, own + "\n");
  }

  /** An unreadable version counts as newer: no released Heapcast has written it. */
  private static boolean isNewer(String written, String own) {
    try {
      return parse(written).compareTo(parse(own)) > 0;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  @Override
  public int compareTo(DataVersion other) {
    int majors = Integer.compare(major, other.major);
    int minors = Integer.compare(minor, other.minor);
    return majors != 0 ? majors : minors != 0 ? minors : Integer.compare(patch, other.patch);
  }
}
