package io.heapcast.collector.attach;

import io.heapcast.collector.host.JvmProcess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * A JVM in which our recording runs.
 *
 * @param process which
 * @param repository its JFR repository, as seen from this process
 * @param properties its system properties, those that may leave the host
 * @param adopted whether the recording ran already
 * @param asked when it was asked for: an own recording holds nothing of before
 */
public record Attachment(
    JvmProcess process,
    Path repository,
    Map<String, String> properties,
    boolean adopted,
    Instant asked) {

  public Attachment {
    properties = Map.copyOf(properties);
  }
}
