package io.heapcast.collector.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetRepositoryTest {

  private static final String NAME = "2026_11_21_08_00_00_4711";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path root;

  private Path directory;
  private long uid;

  @BeforeEach
  void makeRepository() throws IOException {
    directory = Files.createDirectories(root.resolve("tmp").resolve(NAME));
    uid = ((Number) Files.getAttribute(root, "unix:uid")).longValue();
    write("1");
  }

  @Test
  void itsChunksAreShownAsTheyComeAndGo() throws IOException {
    try (TargetRepository repository = open()) {
      assertThat(repository.refresh()).isEmpty();
      assertThat(repository.view().resolve("1.jfr")).hasContent("chunk 1");

      write("2");
      Files.writeString(directory.resolve("2.jfr"), ", more", StandardOpenOption.APPEND);
      Files.writeString(directory.resolve("notes.txt"), "mine");
      assertThat(repository.refresh()).isEmpty();
      assertThat(shown(repository)).containsExactly("1.jfr", "2.jfr");
      assertThat(repository.view().resolve("2.jfr")).hasContent("chunk 2, more");
    }
  }

  @Test
  void whatTheJvmDeletesIsReadToItsEndButNotKeptForEver() throws IOException {
    try (TargetRepository repository = open()) {
      for (int chunk = 2; chunk < 6; chunk++) {
        write(Integer.toString(chunk));
      }
      repository.refresh();
      for (int chunk = 1; chunk < 6; chunk++) {
        Files.delete(directory.resolve(chunk + ".jfr"));
      }
      Files.delete(directory);
      // The directory's time may be that of the last look.
      for (int look = 0; look < 20; look++) {
        repository.refresh();
      }

      assertThat(shown(repository)).containsExactly("4.jfr", "5.jfr");
      assertThat(repository.view().resolve("5.jfr")).hasContent("chunk 5");
    }
  }

  @Test
  void aCheckedFileStaysThatFileWhateverTakesItsPlace() throws IOException {
    try (TargetRepository repository = open()) {
      repository.refresh();
      Files.delete(directory.resolve("1.jfr"));
      Files.createSymbolicLink(directory.resolve("1.jfr"), Path.of("/etc/passwd"));
      for (int look = 0; look < 20; look++) {
        repository.refresh();
      }
      assertThat(repository.view().resolve("1.jfr")).hasContent("chunk 1");
    }
  }

  @Test
  void linksAndPipesAreRefusedAndTold() throws Exception {
    Files.createSymbolicLink(directory.resolve("2.jfr"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(directory.resolve("3.jfr"), directory.resolve("1.jfr"));
    new ProcessBuilder("mkfifo", directory.resolve("4.jfr").toString()).start().waitFor();
    Files.createDirectory(directory.resolve("5.jfr"));

    try (TargetRepository repository = open()) {
      assertThat(repository.refresh())
          .hasSize(4)
          .allMatch(problem -> problem.matches("[2345]\\.jfr: found a .*, expected .*"));
      assertThat(shown(repository)).containsExactly("1.jfr");
    }
  }

  @Test
  void anotherUsersFileIsRefused() throws IOException {
    assumeTrue(uid == 0, "skipped: only root can give a file to another user");
    write("2");
    Files.setOwner(directory.resolve("2.jfr"), ConfinedDirectory.user(4_242));

    try (TargetRepository repository = open()) {
      assertThat(repository.refresh()).singleElement().asString().contains("2.jfr", "owner");
      assertThat(repository.deleteOrphan()).isFalse();
    }
    assertThat(directory.resolve("1.jfr")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc", "/tmp", "", "2026_11_21_08_00_00_4711", "/tmp/../etc/passwd"})
  void aPathThatIsNoRepositoryIsRefused(String path) {
    assertThatThrownBy(() -> TargetRepository.open(root, path, uid).close())
        .isInstanceOf(IOException.class);
  }

  @Test
  void aRepositoryBehindALinkOrOfAnotherUserIsRefused() throws IOException {
    Path link = root.resolve("tmp/2026_11_21_08_00_01_4711");
    Files.createSymbolicLink(link, directory);
    Files.createSymbolicLink(root.resolve("var"), root.resolve("tmp"));

    for (String path : new String[] {"/tmp/" + link.getFileName(), "/var/" + NAME}) {
      assertThatThrownBy(() -> TargetRepository.open(root, path, uid).close())
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> TargetRepository.open(root, "/tmp/" + NAME, uid + 1).close())
        .hasMessageContaining("owner");
  }

  @Test
  void anOrphanIsDeletedWithItsChunks() throws IOException {
    Files.writeString(directory.resolve("2.part"), "half");
    try (TargetRepository repository = open()) {
      assertThat(repository.deleteOrphan()).isTrue();
      assertThat(root.resolve("tmp")).isEmptyDirectory();
      assertThat(repository.deleteOrphan()).isFalse();
    }
  }

  @Test
  void anythingElseInItKeepsTheWholeDirectory() throws IOException {
    for (String other : new String[] {"notes.txt", "link.jfr", "directory.jfr"}) {
      Path planted = directory.resolve(other);
      switch (other) {
        case "link.jfr" -> Files.createSymbolicLink(planted, directory.resolve("1.jfr"));
        case "directory.jfr" -> Files.createDirectory(planted);
        default -> Files.writeString(planted, "mine");
      }
      try (TargetRepository repository = open()) {
        assertThat(repository.deleteOrphan()).as(other).isFalse();
      }
      assertThat(directory.resolve("1.jfr")).exists();
      Files.delete(planted);
    }
  }

  @Test
  void whatTookThePlaceOfARepositoryIsNotDeleted() throws IOException {
    try (TargetRepository repository = open()) {
      Files.move(directory, root.resolve("moved"));
      write("precious");
      assertThat(repository.deleteOrphan()).isFalse();
    }
    assertThat(directory.resolve("precious.jfr")).exists();
    assertThat(root.resolve("moved/1.jfr")).exists();
  }

  @Test
  void othersCanBeKeptOutAndNothingIsLeftHere() throws IOException {
    Path view;
    try (TargetRepository repository = open()) {
      repository.makePrivate();
      repository.refresh();
      view = repository.view();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(view)))
          .isEqualTo("rwx------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(view).doesNotExist();
  }

  private TargetRepository open() throws IOException {
    return TargetRepository.open(root, "/tmp/" + NAME, uid);
  }

  private void write(String chunk) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(chunk + ".jfr"), "chunk " + chunk);
  }

  private static Stream<String> shown(TargetRepository repository) throws IOException {
    try (Stream<Path> shown = Files.list(repository.view())) {
      return shown.map(path -> path.getFileName().toString()).sorted().toList().stream();
    }
  }
}
