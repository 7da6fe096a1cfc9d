package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a request leaves behind: an order with its lines, as business objects are.
 *
 * @param user who ordered
 * @param lines what
 */
record Payload(String user, List<String> lines) {

  private static final int LINE_CHARACTERS = 200;
  private static final double LINE_BYTES = LINE_CHARACTERS + 44;

  /** Of so many bytes, within a half of it more or less. */
  static Payload of(JsonNode request, double meanBytes, SplittableRandom random) {
    return of(request.path("user").asText(), meanBytes, random);
  }

  /** Of so many bytes, within a half of it more or less. */
  static Payload of(String user, double meanBytes, SplittableRandom random) {
    double bytes = meanBytes * random.nextDouble(0.5, 1.5);
    List<String> lines = new ArrayList<>();
    for (double sum = 100; sum < bytes; sum += LINE_BYTES) {
      String word = "line-" + random.nextInt(100_000) + " ";
      lines.add(word.repeat(LINE_CHARACTERS / word.length()));
    }
    return new Payload(user, lines);
  }
}
