package io.heapcast.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The schema may only grow: parts of different versions read each other's records. */
class WireSchemaTest {

  private static final String GOLDEN = "src/test/resources/wire/wire-schema.txt";

  @Test
  void nothingThatWasEverWrittenChangesItsNumberTypeOrName() throws IOException {
    List<String> lost = new ArrayList<>(golden());
    lost.removeAll(WireSchema.lines());
    assertThat(lost)
        .as(
            """
            These lines of %s are no longer true of the schema.
            A field or value that was ever written keeps its number, type, label and name; records
            of other versions are read by them. To retire one: delete it from the .proto, add
            'reserved <number>;' there, and replace its line by '<Message> reserved <number>'.
            To change one: retire it and add a new one under a new number."""
                .formatted(GOLDEN))
        .isEmpty();
  }

  @Test
  void whatIsNewIsWrittenDownSoThatItIsKeptFromNowOn() throws IOException {
    List<String> added = new ArrayList<>(WireSchema.lines());
    added.removeAll(golden());
    assertThat(added).as("New in the schema: add these lines to " + GOLDEN).isEmpty();
  }

  @Test
  void everySchemaFileIsLookedAt() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/proto"))) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              WireSchema.FILES.stream()
                  .map(FileDescriptor::getName)
                  .map(name -> name.substring(name.lastIndexOf('/') + 1))
                  .toList());
    }
  }

  private static List<String> golden() throws IOException {
    try (InputStream in = WireSchemaTest.class.getResourceAsStream("/wire/wire-schema.txt")) {
      assertThat(in).as(GOLDEN).isNotNull();
      return new String(in.readAllBytes(), UTF_8).lines().filter(l -> !l.startsWith("#")).toList();
    }
  }
}
