package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentDirectoryTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path temporary;

  @Test
  void aNewOneIsPrivate() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(in())))
        .isEqualTo("rwx------");
  }

  @Test
  void whatADeadAgentLeftIsTakenOver() throws IOException {
    Path left = left("rwx------");
    Path found = in();
    assertThat(found.resolve("spool")).hasContent("waits");
    assertThat(left).doesNotExist();
    try (var all = Files.list(temporary)) {
      assertThat(all).as("none is left behind").containsExactly(found);
    }
  }

  @Test
  void thatOfALivingAgentIsLeftAlone() throws IOException {
    Path left = left("rwx------");
    try (FileChannel channel = FileChannel.open(left.resolve("lock"), StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(in()).isNotEqualTo(left).isEmptyDirectory();
    }
    assertThat(left.resolve("spool")).hasContent("waits");
  }

  @Test
  void whatOthersMayWriteToAndWhatALinkLeadsToIsLeftAlone() throws IOException {
    Path open = left("rwxrwxrwx");
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(temporary.resolve("heapcast-agent-planted"), elsewhere);
    assertThat(in()).isNotEqualTo(open).isNotEqualTo(link).isEmptyDirectory();
    assertThat(open.resolve("spool")).hasContent("waits");
    assertThat(elsewhere).isEmptyDirectory();
  }

  private Path in() throws IOException {
    return AgentDirectory.in(temporary);
  }

  private Path left(String permissions) throws IOException {
    Path left = Files.createTempDirectory(temporary, "heapcast-agent-");
    Files.createFile(left.resolve("lock"));
    Files.writeString(left.resolve("spool"), "waits");
    return Files.setPosixFilePermissions(left, PosixFilePermissions.fromString(permissions));
  }
}
