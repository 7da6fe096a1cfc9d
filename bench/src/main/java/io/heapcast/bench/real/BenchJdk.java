package io.heapcast.bench.real;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK to record with.
 *
 * @param home its directory
 * @param version such as 17.0.15
 */
record BenchJdk(Path home, String version) {

  /**
   * The JDK of a feature version, beside the running one or in {@code JAVA_HOME_<feature>}.
   *
   * @throws UserError when there is none
   */
  static BenchJdk of(int feature) {
    String configured = System.getenv("JAVA_HOME_" + feature);
    List<Path> homes =
        configured == null
            ? children(Path.of(System.getProperty("java.home"), "..").normalize())
            : List.of(Path.of(configured));
    return homes.stream()
        .flatMap(home -> at(home).stream())
        .filter(jdk -> Runtime.Version.parse(jdk.version()).feature() == feature)
        .findFirst()
        .orElseThrow(
            () ->
                UserError.environment(
                    "JDK " + feature,
                    "none beside the running one",
                    "a directory with bin/java and release",
                    "Set JAVA_HOME_" + feature + " to it, or leave it out of --jdks"));
  }

  Path java() {
    return home.resolve("bin/java");
  }

  int feature() {
    return Runtime.Version.parse(version).feature();
  }

  private static Optional<BenchJdk> at(Path home) {
    try (Reader release = Files.newBufferedReader(home.resolve("release"))) {
      Properties properties = new Properties();
      properties.load(release);
      String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
      return Files.isExecutable(home.resolve("bin/java")) && !version.isEmpty()
          ? Optional.of(new BenchJdk(home, version))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no JDK
    }
  }

  private static List<Path> children(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
