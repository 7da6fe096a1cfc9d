package io.heapcast.cli.analyze;

import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What was concluded about one JVM.
 *
 * @param files that hold it, in the order of their beginnings
 * @param start first time that the files tell something of
 * @param end last such time
 * @param asOf event time of the last verdict, from which its forecast counts
 * @param resources all five, in the order of {@link Resource}
 * @param missing what was not in the files and what follows from that, in sentences
 */
record Analysis(
    SourceKind kind,
    List<Path> files,
    Instant start,
    Instant end,
    JvmInfo jvm,
    Instant asOf,
    List<ResourceVerdict> resources,
    List<String> missing) {

  /** The verdict on the heap. */
  ResourceVerdict heap() {
    return resources.get(0);
  }

  /** Whether any resource leaks as far as the files go. */
  boolean leaks() {
    return resources.stream().anyMatch(verdict -> verdict.getState() == VerdictState.LEAK);
  }

  /** The file that stands for all in a table or a document. */
  Path path() {
    return files.get(0);
  }
}
