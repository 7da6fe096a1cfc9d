package io.heapcast.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {

  private final Path parent;

  DataDirectoryTest(@TempDir Path parent) {
    this.parent = parent;
  }

  @Test
  void isCreatedLockedAndLetGo() {
    Path directory = parent.resolve("a/b");

    try (DataDirectory data = DataDirectory.open(directory, "0.1.0")) {
      assertThat(data.kafka()).isDirectory();
      assertThatThrownBy(() -> DataDirectory.open(directory, "0.1.0"))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    }
    DataDirectory.open(directory, "0.1.0").close();
  }

  @Test
  void aPlainFileInItsPlaceIsNamed() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");

    assertThatThrownBy(() -> DataDirectory.open(file, "0.1.0"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("data directory " + file)
        .hasMessageContaining("expected a directory that this user can write");
  }

  @Test
  void tooLittleFreeSpaceIsToldInMegabytes() {
    try (DataDirectory data = DataDirectory.open(parent, "0.1.0")) {
      assertThatThrownBy(() -> data.requireFree(Long.MAX_VALUE))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("MB free on its file system, expected at least")
          .extracting(error -> ((UserError) error).exitCode())
          .isEqualTo(UserError.ENVIRONMENT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.1", "0.2.0", "1.0.0", "0.10.0", "not a version"})
  void dataOfANewerVersionAreRefused(String written) throws IOException {
    Files.writeString(parent.resolve("heapcast.version"), written + "\n");

    assertThatThrownBy(() -> DataDirectory.open(parent, "0.1.0"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("found data written by Heapcast " + written)
        .hasMessageContaining("expected 0.1.0 or older");
    assertThat(parent.resolve("heapcast.version")).hasContent(written);
  }

  @ParameterizedTest
  @CsvSource({"0.1.0,0.1.0", "0.1.0,0.1.1", "0.9.0,0.10.0", "0.1.0-SNAPSHOT,0.1.0"})
  void dataOfTheSameOrAnOlderVersionAreTakenOver(String written, String own) throws IOException {
    Files.writeString(parent.resolve("heapcast.version"), written + "\n");

    DataDirectory.open(parent, own).close();

    assertThat(parent.resolve("heapcast.version")).hasContent(own);
  }
}
