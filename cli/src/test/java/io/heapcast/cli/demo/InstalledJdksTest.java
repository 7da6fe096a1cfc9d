package io.heapcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledJdksTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void findsTheNewestJdkOfAnotherVersion() throws IOException {
    install("own", "JAVA_VERSION=\"21.0.2\"\nMODULES=\"java.base jdk.jfr\"");
    install("older", "JAVA_VERSION=\"17.0.15\"\n");
    install("newer", "JAVA_VERSION=\"25.0.3\"\nMODULES=\"java.base jdk.jfr\"");
    install("newest without recorder", "JAVA_VERSION=\"26\"\nMODULES=\"java.base\"");
    install("ancient", "JAVA_VERSION=\"1.8.0_452\"");
    install("broken", "JAVA_VERSION=\"new\"");
    Files.createDirectory(directory.resolve("empty"));

    Jdk own = Jdk.at(directory.resolve("own")).orElseThrow();

    assertThat(found(own).number()).isEqualTo("25.0.3");
    assertThat(found(found(own)).number()).isEqualTo("21.0.2");
  }

  @Test
  void aMachineWithOneJdkHasNoOther() throws IOException {
    install("own", "JAVA_VERSION=\"21.0.2\"");
    Jdk own = Jdk.at(directory.resolve("own")).orElseThrow();

    InstalledJdks jdks =
        new InstalledJdks(List.of(directory, directory.resolve("such a place is not there")));

    assertThat(jdks.otherThan(own)).isEmpty();
  }

  @Test
  void theRunningJdkIsOne() {
    assertThat(Jdk.at(Jdk.own().home()).map(Jdk::feature)).hasValue(Runtime.version().feature());
    assertThat(Files.isExecutable(Jdk.own().java())).isTrue();
  }

  private Jdk found(Jdk own) {
    return new InstalledJdks(List.of(directory)).otherThan(own).orElseThrow();
  }

  private void install(String name, String release) throws IOException {
    Path home = directory.resolve(name);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.createFile(java);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), release);
  }
}
