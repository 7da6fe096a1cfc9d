package io.heapcast.collector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JDKs of this machine: the one that runs, and one of each further version beside it. */
final class Jdks {

  private static final Pattern MAJOR = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  /**
   * One JDK.
   *
   * @param home its directory
   * @param major its version
   */
  record Jdk(Path home, int major) {

    String java() {
      return home.resolve("bin/java").toString();
    }

    @Override
    public String toString() {
      return "JDK " + major;
    }
  }

  private Jdks() {}

  static Jdk own() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /** JDK 17 and newer, by version. */
  static List<Jdk> all() {
    TreeMap<Integer, Jdk> jdks = new TreeMap<>();
    Path home = own().home();
    Path siblings = home.getParent() == null ? home : home.getParent();
    try (DirectoryStream<Path> candidates = Files.newDirectoryStream(siblings)) {
      for (Path candidate : candidates) {
        int major = major(candidate);
        if (major >= 17 && Files.exists(candidate.resolve("lib/libattach.so"))) {
          jdks.putIfAbsent(major, new Jdk(candidate, major));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    jdks.put(own().major(), own());
    return new ArrayList<>(jdks.values());
  }

  private static int major(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return 0;
    }
    Matcher matcher = MAJOR.matcher(Files.readString(release));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
