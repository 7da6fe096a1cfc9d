package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whole outputs, compared with {@code src/test/resources/golden}. What was found is left in {@code
 * target/golden}: read it, and copy it over when it is right.
 */
final class Golden {

  private Golden() {}

  static void assertMatches(String name, String found) throws IOException {
    Path actual = Path.of("target", "golden", name);
    Files.createDirectories(actual.getParent());
    Files.writeString(actual, found);
    Path expected = Path.of("src", "test", "resources", "golden", name);
    assertThat(found)
        .as("%s against %s", actual, expected)
        .isEqualTo(Files.exists(expected) ? Files.readString(expected) : "");
  }
}
