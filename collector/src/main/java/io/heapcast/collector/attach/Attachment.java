package io.heapcast.collector.attach;

import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.repository.TargetRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * A JVM in which our recording runs.
 *
 * @param process which
 * @param repository its JFR repository, held open; closed by whoever reads it
 * @param repositoryPath where it is as seen from this process; not to be trusted
 * @param properties its system properties, those that may leave the host
 * @param adopted whether the recording ran already
 * @param shared whether recordings of others write to the same repository
 * @param asked when it was asked for: an own recording holds nothing of before
 */
public record Attachment(
    JvmProcess process,
    TargetRepository repository,
    Path repositoryPath,
    Map<String, String> properties,
    boolean adopted,
    boolean shared,
    Instant asked)
    implements AutoCloseable {

  public Attachment {
    properties = Map.copyOf(properties);
  }

  /** Lets go of the repository; the recording goes on. */
  @Override
  public void close() throws IOException {
    repository.close();
  }
}
