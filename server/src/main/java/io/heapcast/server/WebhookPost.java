package io.heapcast.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One state of a notice as it is posted to a webhook: {@code heapcast.alert/v1}. */
final class WebhookPost {

  private static final JsonMapper JSON = new JsonMapper();

  private WebhookPost() {}

  static HttpRequest request(URI uri, Notice notice, Links links, Clock clock) {
    String key = IdempotencyKey.of(notice);
    return HttpRequest.newBuilder(uri)
        .timeout(Posts.REQUEST_TIMEOUT)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .POST(
            HttpRequest.BodyPublishers.ofString(
                body(notice, key, links, clock), StandardCharsets.UTF_8))
        .build();
  }

  private static String body(Notice notice, String key, Links links, Clock clock) {
    Instant endedAt = notice.endedAt();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("schema", "heapcast.alert/v1");
    body.put("idempotencyKey", key);
    body.put("state", endedAt == null ? "firing" : "resolved");
    body.put("labels", notice.labels());
    body.put("annotations", notice.annotations(links, clock));
    body.put("startsAt", notice.startsAt().toString());
    body.put("endsAt", endedAt == null ? null : endedAt.toString());
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts can always be written", e);
    }
  }
}
