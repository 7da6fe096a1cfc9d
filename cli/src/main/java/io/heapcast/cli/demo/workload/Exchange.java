package io.heapcast.cli.demo.workload;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The wire side of a service: reads a request into a buffer, parses it, renders the answer. All of
 * it is garbage at once, about 42 KiB per request.
 */
final class Exchange {

  private static final int BUFFER_BYTES = 16 * 1024;

  private final SplittableRandom random;
  private long answeredBytes;

  Exchange(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Receives a request for a path such as {@code /cart/add}: its parameters by name. */
  Map<String, String> receive(String path) {
    byte[] buffer = new byte[BUFFER_BYTES];
    String line =
        "GET " + path + "?user=" + random.nextInt(1_000_000) + "&item=" + random.nextInt(50_000);
    byte[] wire = line.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(wire, 0, buffer, 0, wire.length);
    return parse(new String(buffer, 0, wire.length, StandardCharsets.US_ASCII));
  }

  /** Renders the answer. */
  void answer(Map<String, String> parameters, String body) {
    StringBuilder page = new StringBuilder(BUFFER_BYTES / 2);
    page.append("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{");
    parameters.forEach((name, value) -> page.append('"').append(name).append("\":").append(value));
    page.append(body).append('}');
    byte[] wire = page.toString().getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[BUFFER_BYTES];
    System.arraycopy(wire, 0, frame, 0, Math.min(wire.length, frame.length));
    answeredBytes += frame[0] + wire.length;
  }

  /** Bytes sent so far. */
  long answeredBytes() {
    return answeredBytes;
  }

  private static Map<String, String> parse(String line) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : line.substring(line.indexOf('?') + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return parameters;
  }
}
