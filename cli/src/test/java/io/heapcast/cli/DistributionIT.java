package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tarball, unpacked elsewhere: its launcher, its class paths. */
@Timeout(120)
class DistributionIT {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  private final Path directory;
  private final Path home;

  DistributionIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    String name = "heapcast-" + Versions.heapcast();
    Path tarball = Path.of("target", name + ".tar.gz").toAbsolutePath();
    run(List.of("tar", "-xzf", tarball.toString(), "-C", directory.toString()), Map.of(), 0);
    home = directory.resolve(name);
  }

  @Test
  void holdsWhatItNeeds() {
    assertThat(home.resolve("heapcast")).isExecutable();
    assertThat(List.of("README.md", "LICENSE", "NOTICE", "collector/heapcast-collector.jar"))
        .allSatisfy(file -> assertThat(home.resolve(file)).isRegularFile());
  }

  @Test
  void theLauncherRunsThroughALinkFromElsewhere() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), home.resolve("heapcast"));
    Path linkToLink = Files.createSymbolicLink(directory.resolve("hc"), link.getFileName());

    ChildJvm version = run(List.of("sh", "-c", "cd / && " + linkToLink + " version"), Map.of(), 0);

    assertThat(version.out()).first().isEqualTo("heapcast " + Versions.heapcast());
    assertThat(version.err()).isEmpty();
  }

  @Test
  void collectRunsOnItsOwnJar() throws Exception {
    ChildJvm help =
        run(List.of(home.resolve("heapcast").toString(), "collect", "--help"), Map.of(), 0);

    assertThat(help.out()).anyMatch(line -> line.contains("collect"));
  }

  @Test
  void aMissingJdkIsOneLine() throws Exception {
    ChildJvm version =
        run(
            List.of(home.resolve("heapcast").toString(), "version"),
            Map.of("HEAPCAST_JAVA_HOME", directory.toString()),
            UserError.ENVIRONMENT);

    assertThat(version.err())
        .singleElement()
        .asString()
        .startsWith("heapcast: Java: found ")
        .contains("expected a JDK 17 or newer", "HEAPCAST_JAVA_HOME");
  }

  /** The collector runs on every host: small, and without the broker, the model or LGPL code. */
  @Test
  void theCollectorsClassPathIsItsOwn() throws Exception {
    try (JarFile jar = new JarFile(home.resolve("collector/heapcast-collector.jar").toFile())) {
      List<String> names = jar.stream().map(entry -> entry.getName()).toList();
      assertThat(names).anyMatch(name -> name.startsWith("io/heapcast/collector/"));
      assertThat(names)
          .noneMatch(name -> name.startsWith("smile/"))
          .noneMatch(name -> name.startsWith("scala/"))
          .noneMatch(name -> name.startsWith("kafka/server/"))
          .noneMatch(name -> name.startsWith("org/apache/kafka/streams/"))
          .noneMatch(name -> name.startsWith("org/apache/kafka/metadata/"))
          .noneMatch(name -> name.startsWith("io/heapcast/detector/"))
          .noneMatch(name -> name.startsWith("io/heapcast/streams/"))
          .noneMatch(name -> name.startsWith("io/heapcast/server/"));
    }
    assertThat(jars(home.resolve("lib"))).noneMatch(name -> name.equals("heapcast-collector.jar"));
  }

  private static List<String> jars(Path lib) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static ChildJvm run(
      List<String> command, Map<String, String> environment, int expectedExit) throws Exception {
    ChildJvm child = ChildJvm.start(command, environment);
    assertThat(child.exitCode(LONG_ENOUGH)).as("%s", child.err()).isEqualTo(expectedExit);
    return child;
  }
}
