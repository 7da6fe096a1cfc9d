package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** Requests are timed by Micrometer; from some time on the user is a tag. */
final class MeterTags implements Workload {

  /** A timer with its id, tags and time window, as measured. */
  private static final double METER_BYTES = 1_250;

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final Leak leak;
  private long users;

  MeterTags(Setup setup) {
    leak = setup.leakOfRoom(METER_BYTES);
  }

  @Override
  public void request(double seconds, JsonNode request) {
    Duration took = Duration.ofNanos(50_000 + request.path("user").asInt());
    registry.timer("http.requests", "path", request.path("path").asText()).record(took);
    for (int i = leak.entries(seconds); i > 0; i--) {
      registry
          .timer("http.user.requests", "user", "user-" + users++, "path", "/order")
          .record(took);
    }
  }
}
