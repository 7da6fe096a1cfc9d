package io.heapcast.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Programs that a test needs from the machine. */
final class Tool {

  private Tool() {}

  /**
   * The first of these on the PATH; the test that asks is skipped, by name, where there is none.
   */
  static String onPath(String... names) {
    Optional<String> found =
        List.of(names).stream().flatMap(name -> find(name).stream()).findFirst();
    assumeTrue(found.isPresent(), "SKIPPED: none of " + List.of(names) + " is on the PATH");
    return found.orElseThrow();
  }

  private static Optional<String> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path program = Path.of(directory, name);
      if (Files.isExecutable(program)) {
        return Optional.of(program.toString());
      }
    }
    return Optional.empty();
  }
}
