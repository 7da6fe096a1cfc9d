package io.heapcast.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadLetterTest {

  @Test
  void theHeadersSayWhereTheRecordWasAndWhyItCouldNotBeRead() {
    DeadLetter letter = new DeadLetter("heapcast.telemetry.v1", 3, 42, "streams", "schön kaputt");
    assertThat(letter.headers())
        .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
        .containsExactly(
            "heapcast.topic=heapcast.telemetry.v1",
            "heapcast.partition=3",
            "heapcast.offset=42",
            "heapcast.part=streams",
            "heapcast.reason=schön kaputt");
  }
}
