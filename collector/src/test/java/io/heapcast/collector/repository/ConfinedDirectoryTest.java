package io.heapcast.collector.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfinedDirectoryTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path root;

  @Test
  void aPathIsSeenFromTheRootItIsOpenedFrom() throws IOException {
    Files.createDirectories(root.resolve("var/tmp/deep"));
    Files.writeString(root.resolve("var/tmp/deep/file"), "x");

    try (ConfinedDirectory directory = ConfinedDirectory.open(root, "/var//tmp/deep/")) {
      assertThat(directory.names(10)).containsExactly("file");
      assertThat(directory.attributes("file")).isPresent();
      assertThat(directory.attributes("none")).isEmpty();
      assertThatThrownBy(() -> directory.names(0)).hasMessageContaining("more than 0");
    }
  }

  @Test
  void noComponentMayBeALink() throws IOException {
    Path outside = Files.createDirectories(root.resolve("outside/tmp"));
    Path inside = Files.createDirectory(root.resolve("inside"));
    Files.createSymbolicLink(inside.resolve("tmp"), outside);
    Files.createSymbolicLink(inside.resolve("var"), outside.getParent());
    Files.createSymbolicLink(inside.resolve("etc"), Path.of("/etc"));

    for (String path : new String[] {"/tmp", "/var/tmp", "/etc"}) {
      assertThatThrownBy(() -> ConfinedDirectory.open(inside, path).close())
          .as(path)
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/..", "/a/../..", "/./a", "a", "", "/a\0b"})
  void noPathLeavesTheRoot(String path) throws IOException {
    Files.createDirectory(root.resolve("a"));

    assertThatThrownBy(() -> ConfinedDirectory.open(root, path).close())
        .isInstanceOf(IOException.class);
  }

  @Test
  void anOpenDirectoryStaysItselfWhateverTakesItsPlace() throws IOException {
    Path original = Files.createDirectory(root.resolve("a"));
    Files.writeString(original.resolve("mine"), "x");
    Path precious = Files.createDirectory(root.resolve("precious"));
    Files.writeString(precious.resolve("mine"), "y");

    try (ConfinedDirectory directory = ConfinedDirectory.open(root, "/a")) {
      Files.move(original, root.resolve("moved"));
      Files.createSymbolicLink(original, precious);
      directory.deleteFile("mine");
    }

    assertThat(root.resolve("moved")).isEmptyDirectory();
    assertThat(precious.resolve("mine")).exists();
  }
}
