package io.heapcast.collector.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ViewsTest {

  /** No Linux has a process of this number. */
  private static final String NO_PID = "99999999";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  @Test
  void whatAKilledCollectorLeftIsRemoved() throws IOException {
    Path leftOver = view(NO_PID + "-123");
    Path chunk = Files.createFile(directory.resolve("chunk.jfr"));
    Files.createSymbolicLink(leftOver.resolve("chunk.jfr"), chunk);
    Files.createSymbolicLink(leftOver.resolve("dangling.jfr"), directory.resolve("nowhere"));

    assertThat(Views.removeLeftOver(directory)).isEqualTo(1);

    assertThat(leftOver).doesNotExist();
    assertThat(chunk).exists();
  }

  @Test
  void nothingElseIsTouched() throws IOException {
    Path running = view(ProcessHandle.current().pid() + "-123");
    Path otherName = view("x");
    Path target = Files.createDirectory(directory.resolve("elsewhere"));
    Path link = directory.resolve("heapcast-view-" + NO_PID + "-9");
    Files.createSymbolicLink(link, target);
    Path withFile = view(NO_PID + "-124");
    Files.createFile(withFile.resolve("not-ours"));

    assertThat(Views.removeLeftOver(directory)).isZero();

    assertThat(running).exists();
    assertThat(otherName).exists();
    assertThat(target).exists();
    assertThat(link).isSymbolicLink();
    assertThat(withFile.resolve("not-ours")).exists();
  }

  private Path view(String suffix) throws IOException {
    return Files.createDirectory(directory.resolve("heapcast-view-" + suffix));
  }
}
