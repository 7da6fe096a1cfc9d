package io.heapcast.server.remotewrite;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Posts samples to one remote write address, once; what the answer means is told. */
class RemoteWriteClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Prometheus 2.42 answers some of these with 500, as if trying again could help. */
  private static final List<String> NEVER_TAKEN =
      List.of("too old sample", "out of bounds", "out of order", "duplicate sample");

  /** Of these, what is said of what is too old for every series: so is whatever is older. */
  private static final List<String> TOO_OLD = List.of("too old sample", "out of bounds");

  /** Said with "out of bounds" of a sample that is ahead. */
  private static final String AHEAD = "future";

  /** Of the post itself: malformed, in conflict with what is there, too large, not to be taken. */
  private static final Set<Integer> NEVER_LATER = Set.of(400, 409, 413, 422);

  /** What became of a post. */
  enum Outcome {
    WRITTEN,
    /** It is wrong, or part of it is, and always will be; nothing of it was taken. */
    REFUSED,
    /** The same for its age: a window that ended earlier will not be taken either. */
    TOO_OLD,
    /** Not now: not reached, overloaded, not allowed. The same post may succeed later. */
    UNAVAILABLE
  }

  /**
   * An answer.
   *
   * @param detail what was found, for the log
   */
  record Answer(Outcome outcome, String detail) {}

  private final URI address;
  private final HttpClient http;

  RemoteWriteClient(URI address, HttpClient http) {
    this.address = address;
    this.http = http;
  }

  Answer post(List<Sample> samples) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Encoding", "snappy")
            .header("Content-Type", "application/x-protobuf")
            .header("X-Prometheus-Remote-Write-Version", "0.1.0")
            .POST(BodyPublishers.ofByteArray(WriteRequest.compressed(samples)))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return answer(response.statusCode(), response.body());
    } catch (IOException e) {
      return new Answer(Outcome.UNAVAILABLE, e.toString());
    }
  }

  static Answer answer(int status, String body) {
    String detail = "HTTP " + status + " " + body.strip();
    if (status / 100 == 2) {
      return new Answer(Outcome.WRITTEN, detail);
    }
    String said = body.toLowerCase(Locale.ROOT);
    if (TOO_OLD.stream().anyMatch(said::contains) && !said.contains(AHEAD)) {
      return new Answer(Outcome.TOO_OLD, detail);
    }
    boolean refused = NEVER_LATER.contains(status) || NEVER_TAKEN.stream().anyMatch(said::contains);
    return new Answer(refused ? Outcome.REFUSED : Outcome.UNAVAILABLE, detail);
  }
}
