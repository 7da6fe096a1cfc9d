package io.heapcast.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keeps what a JVM records: a second name for each chunk file of its JFR repository, which holds
 * the content, later additions too, when the first one is deleted.
 */
final class RepositoryLinks implements AutoCloseable {

  private final Path repositories;
  private final Path links;
  private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

  private RepositoryLinks(Path repositories, Path links) {
    this.repositories = repositories;
    this.links = links;
  }

  /**
   * Begins to look for chunk files.
   *
   * @param repositories below which the JVM makes its repository
   * @param links where the second names go, in the same file system
   */
  static RepositoryLinks keep(Path repositories, Path links) {
    try {
      Files.createDirectories(repositories);
      Files.createDirectories(links);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RepositoryLinks kept = new RepositoryLinks(repositories, links);
    var unused = kept.looks.scheduleWithFixedDelay(kept::look, 0, 200, TimeUnit.MILLISECONDS);
    return kept;
  }

  /** The chunk files seen so far. */
  List<Path> files() {
    try (Stream<Path> files = Files.list(links)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }

  private void look() {
    try (Stream<Path> found = Files.walk(repositories)) {
      found.filter(file -> file.toString().endsWith(".jfr")).forEach(this::link);
    } catch (IOException | UncheckedIOException e) {
      return; // deleted in between
    }
  }

  private void link(Path chunk) {
    try {
      Files.createLink(links.resolve(chunk.getFileName()), chunk);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      return; // known, or gone already
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
