package io.heapcast.cli.demo;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * An installed JDK that Heapcast can watch JVMs of.
 *
 * @param home its directory
 * @param version such as {@code 17.0.15}
 */
record Jdk(Path home, Runtime.Version version) {

  private static final int LEAST_FEATURE = 17;

  /** The JDK that runs this process. */
  static Jdk own() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version());
  }

  /** Reads the {@code release} file of a directory; empty when it holds no JDK that would do. */
  static Optional<Jdk> at(Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isRegularFile(release)) {
      return Optional.empty();
    }
    try (Reader reader = Files.newBufferedReader(release)) {
      Properties properties = new Properties();
      properties.load(reader);
      return Optional.of(new Jdk(home, Runtime.Version.parse(unquoted(properties, "JAVA_VERSION"))))
          .filter(jdk -> jdk.feature() >= LEAST_FEATURE)
          .filter(jdk -> hasRecorder(unquoted(properties, "MODULES")));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // no JDK that we understand
    }
  }

  Path java() {
    return home.resolve("bin/java");
  }

  /** {@code 17} of 17.0.15. */
  int feature() {
    return version.feature();
  }

  /** {@code 17.0.15}, without build and vendor. */
  String number() {
    return version.toString().replaceAll("[^0-9.].*", "");
  }

  /** Some distributions do not list their modules. */
  private static boolean hasRecorder(String modules) {
    return modules.isEmpty() || modules.contains("jdk.jfr");
  }

  private static String unquoted(Properties properties, String key) {
    return properties.getProperty(key, "").replace("\"", "").strip();
  }
}
