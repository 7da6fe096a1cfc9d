package io.heapcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.telemetry.UserError;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void writesTheTextOverWhatWasThere() {
    Path path = directory.resolve("result.json");
    JsonFile.writable(path).write("old and long");

    JsonFile.writable(path).write("new");

    assertThat(path).hasContent("new");
  }

  @Test
  void refusesAtOnceWhatCannotBeWrittenLater() {
    assertThatThrownBy(() -> JsonFile.writable(directory))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a directory");
    assertThatThrownBy(() -> JsonFile.writable(directory.resolve("missing/result.json")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("missing/result.json");
  }
}
