package io.heapcast.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for JDKs where they are usually installed. */
final class InstalledJdks {

  private final List<Path> parents;

  /** Looks at the directories in these ones. */
  InstalledJdks(List<Path> parents) {
    this.parents = List.copyOf(parents);
  }

  /** Looks beside the running JDK and where packages and version managers put them. */
  static InstalledJdks onThisMachine(Map<String, String> environment) {
    List<Path> parents = new ArrayList<>();
    for (String home :
        List.of(Jdk.own().home().toString(), environment.getOrDefault("JAVA_HOME", ""))) {
      Path parent = home.isEmpty() ? null : Path.of(home).toAbsolutePath().getParent();
      if (parent != null) {
        parents.add(parent);
      }
    }
    Path user = Path.of(System.getProperty("user.home"));
    parents.addAll(
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/usr/java"),
            Path.of("/opt/java"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".jdks")));
    return new InstalledJdks(parents);
  }

  /** The newest with another feature version than this one. */
  Optional<Jdk> otherThan(Jdk own) {
    return parents.stream()
        .flatMap(InstalledJdks::children)
        .flatMap(home -> Jdk.at(home).stream())
        .filter(jdk -> jdk.feature() != own.feature())
        .max(Comparator.comparing(Jdk::version));
  }

  private static Stream<Path> children(Path parent) {
    try (Stream<Path> children = Files.list(parent)) {
      return children.sorted().toList().stream();
    } catch (IOException e) {
      return Stream.empty(); // not there, or not for us
    }
  }
}
