package io.heapcast.detector.alert;

import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.Optional;

/**
 * That a JVM ended because memory ran out.
 *
 * @param outcome {@code OUT_OF_MEMORY_ERROR} or {@code CONTAINER_LIMIT}
 * @param resource what ran out; unspecified when nothing tells
 * @param inferred from how full the resource was, since a JVM that vanishes has no last words
 */
record EndCause(AlertOutcome outcome, Resource resource, boolean inferred) {

  /** A JVM that vanished with this share of a limit in use ran into it. */
  private static final double FULL = 0.95;

  /**
   * Of a heap of the Parallel collector, where less can be live: its old generation is two thirds
   * of it by default, and what stays in eden costs a full collection each time.
   */
  private static final double FULL_PARALLEL_HEAP = 0.78;

  /** An OutOfMemoryError without words was that of the fullest resource, if as full as this. */
  private static final double NEARLY_FULL = 0.8;

  /** How the JVM of this verdict ran out of memory; empty when it did not, or runs. */
  static Optional<EndCause> of(JvmVerdict verdict) {
    if (!verdict.hasEnded()) {
      return Optional.empty();
    }
    JvmEnded ended = verdict.getEnded();
    if (ended.getReason() == EndReason.CONTAINER_OOM_KILLED) {
      return Optional.of(new EndCause(AlertOutcome.CONTAINER_LIMIT, Resource.NATIVE, false));
    }
    if (ended.getReason() == EndReason.OUT_OF_MEMORY
        || ended.getDetail().contains("OutOfMemoryError")) {
      return Optional.of(new EndCause(AlertOutcome.OUT_OF_MEMORY_ERROR, resource(verdict), false));
    }
    return ended.getReason() == EndReason.VANISHED
        ? inferred(fullest(verdict, FULL, true))
        : Optional.empty();
  }

  /** Whether a leak of this resource came to its end by it. */
  boolean exhausted(Resource leaking) {
    return resource == leaking || resource == Resource.RESOURCE_UNSPECIFIED;
  }

  private static Optional<EndCause> inferred(Resource resource) {
    return switch (resource) {
      case RESOURCE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
      case NATIVE -> Optional.of(new EndCause(AlertOutcome.CONTAINER_LIMIT, resource, true));
      case HEAP, METASPACE, THREADS, DIRECT ->
          Optional.of(new EndCause(AlertOutcome.OUT_OF_MEMORY_ERROR, resource, true));
    };
  }

  /** By its message, else the fullest, else the one that leaks. */
  private static Resource resource(JvmVerdict verdict) {
    Resource named = named(verdict.getEnded().getDetail());
    if (named != Resource.RESOURCE_UNSPECIFIED) {
      return named;
    }
    Resource fullest = fullest(verdict, NEARLY_FULL, false);
    return fullest != Resource.RESOURCE_UNSPECIFIED
        ? fullest
        : verdict.getResourcesList().stream()
            .filter(resource -> resource.getState() == VerdictState.LEAK)
            .map(ResourceVerdict::getResource)
            .findFirst()
            .orElse(Resource.RESOURCE_UNSPECIFIED);
  }

  /** By the messages of HotSpot's OutOfMemoryErrors (JDK 17 to 25). */
  private static Resource named(String detail) {
    if (detail.contains("Metaspace") || detail.contains("Compressed class space")) {
      return Resource.METASPACE;
    }
    if (detail.contains("direct buffer") || detail.contains("Direct buffer")) {
      return Resource.DIRECT;
    }
    if (detail.contains("native thread")) {
      return Resource.THREADS;
    }
    return detail.contains("Java heap space") || detail.contains("GC overhead limit")
        ? Resource.HEAP
        : Resource.RESOURCE_UNSPECIFIED;
  }

  /** The resource with the largest share of its limit in use, if it is as full as this. */
  private static Resource fullest(JvmVerdict verdict, double least, boolean byCollector) {
    boolean parallel = byCollector && verdict.getInfo().getCollector() == Collector.PARALLEL;
    Resource found = Resource.RESOURCE_UNSPECIFIED;
    double most = 0;
    for (ResourceVerdict resource : verdict.getResourcesList()) {
      double share = resource.getLimit() > 0 ? resource.getLevel() / resource.getLimit() : 0;
      boolean heap = resource.getResource() == Resource.HEAP;
      if (share >= (heap && parallel ? FULL_PARALLEL_HEAP : least) && share > most) {
        most = share;
        found = resource.getResource();
      }
    }
    return found;
  }
}
