package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OrphanedRepositoryTest {

  private static final String NAME = "2026_11_21_08_00_00_4711";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path parent;

  private long uid;

  @BeforeEach
  void readOwnUid() throws IOException {
    uid = ((Number) Files.getAttribute(parent, "unix:uid")).longValue();
  }

  @Test
  void aRepositoryWithItsChunksIsDeleted() throws IOException {
    Path repository = repository(NAME);

    assertThat(OrphanedRepository.delete(repository, uid)).isTrue();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void aDirectoryWithAnotherNameOrOwnerStays() throws IOException {
    Path other = repository("precious");
    Path foreign = repository(NAME);

    assertThat(OrphanedRepository.delete(other, uid)).isFalse();
    assertThat(OrphanedRepository.delete(foreign, uid + 1)).isFalse();
    assertThat(other.resolve("1.jfr")).exists();
    assertThat(foreign.resolve("1.jfr")).exists();
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path precious = repository("precious");
    Path link = Files.createSymbolicLink(parent.resolve(NAME), precious);
    assertThat(OrphanedRepository.delete(link, uid)).isFalse();

    Path repository = repository("2026_11_21_08_00_01_4711");
    Files.createSymbolicLink(repository.resolve("2.jfr"), precious.resolve("1.jfr"));
    assertThat(OrphanedRepository.delete(repository, uid)).isFalse();

    assertThat(precious.resolve("1.jfr")).exists();
  }

  @Test
  void anythingElseInItKeepsTheWholeDirectory() throws IOException {
    Path repository = repository(NAME);
    Files.writeString(repository.resolve("notes.txt"), "mine");

    assertThat(OrphanedRepository.delete(repository, uid)).isFalse();
    assertThat(repository.resolve("1.jfr")).exists();
  }

  @Test
  void aRepositoryThatIsGoneAlreadyIsNoError() {
    assertThat(OrphanedRepository.delete(parent.resolve(NAME), uid)).isFalse();
  }

  private Path repository(String name) throws IOException {
    Path repository = Files.createDirectory(parent.resolve(name));
    Files.writeString(repository.resolve("1.jfr"), "chunk");
    return repository;
  }
}
