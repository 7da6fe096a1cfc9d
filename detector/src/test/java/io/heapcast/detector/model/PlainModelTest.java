package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlainModelTest {

  /** What would make a verdict depend on more than the windows. */
  private static final List<String> FORBIDDEN =
      List.of(
          "org.apache.kafka",
          "System.currentTimeMillis",
          "System.nanoTime",
          "Instant.now",
          "java.util.Random");

  /** Of the platform's mathematics only what is exact on every one: the rest is StrictMath's. */
  private static final Pattern INEXACT =
      Pattern.compile("(?<![A-Za-z])Math\\.(?!(abs|max|min|round|ceil|floor|floorDiv|clamp)\\()");

  @Test
  void theModelKnowsNoKafkaNoClockAndNoPlatformMathematics() throws IOException {
    Path model = Path.of("src/main/java/io/heapcast/detector/model");
    int files = 0;
    try (Stream<Path> sources = Files.list(model)) {
      for (Path source : sources.toList()) {
        assertThat(Files.readString(source))
            .as(source.toString())
            .doesNotContain(FORBIDDEN)
            .doesNotContainPattern(INEXACT);
        files++;
      }
    }
    assertThat(files).isGreaterThan(10);
  }
}
