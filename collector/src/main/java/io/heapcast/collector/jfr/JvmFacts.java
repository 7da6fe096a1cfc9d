package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.Collector;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a JVM's events say about the JVM itself, as far as it was said yet. */
public final class JvmFacts {

  private static final Pattern METASPACE_LIMIT =
      Pattern.compile("-XX:MaxMetaspaceSize=([0-9]+)([kKmMgGtT]?)");

  private @Nullable Instant start;
  private String oldCollector = "";
  private String arguments = "";
  private OptionalLong maxHeapBytes = OptionalLong.empty();
  private OptionalLong containerLimitBytes = OptionalLong.empty();
  private OptionalLong metaspaceLimitBytes = OptionalLong.empty();
  private boolean recordedByOthers;

  /**
   * {@code jdk.JVMInformation}, again in each chunk.
   *
   * @param jvmArguments looked through for a few flags; never sent
   * @throws IllegalStateException of another JVM than the first one; what is known stays
   */
  public void jvm(Instant startTime, String jvmArguments) {
    if (start != null && start.getEpochSecond() != startTime.getEpochSecond()) {
      throw new IllegalStateException(
          "a chunk of another JVM: found a start at %s, expected %s".formatted(startTime, start));
    }
    start = startTime;
    arguments = jvmArguments;
    Matcher limit = METASPACE_LIMIT.matcher(jvmArguments);
    while (limit.find()) { // the last one wins
      metaspaceLimitBytes = OptionalLong.of(bytes(limit.group(1), limit.group(2)));
    }
  }

  /** {@code jdk.GCConfiguration}. */
  public void collector(String oldCollectorName) {
    oldCollector = oldCollectorName;
  }

  /** {@code jdk.GCHeapConfiguration}. */
  public void maxHeap(long bytes) {
    maxHeapBytes = OptionalLong.of(bytes);
  }

  /** {@code jdk.ContainerConfiguration}; not called where there is no limit. */
  public void containerLimit(long bytes) {
    containerLimitBytes = OptionalLong.of(bytes);
  }

  /** {@code jdk.ActiveRecording} of somebody else. */
  public void recordedByOthers() {
    recordedByOthers = true;
  }

  /** When the JVM started; the second makes its id. */
  public Optional<Instant> start() {
    return Optional.ofNullable(start);
  }

  /** Whether all is known that stays the same for the life of the JVM. */
  public boolean complete() {
    return start != null && !oldCollector.isEmpty() && maxHeapBytes.isPresent();
  }

  public Collector collector() {
    return GcKinds.collector(oldCollector, arguments);
  }

  public OptionalLong maxHeapBytes() {
    return maxHeapBytes;
  }

  public OptionalLong containerLimitBytes() {
    return containerLimitBytes;
  }

  /** Absent where MaxMetaspaceSize is not set. */
  OptionalLong metaspaceLimitBytes() {
    return metaspaceLimitBytes;
  }

  /** Whether the repository also holds recordings that are not ours to delete. */
  public boolean sharesRepository() {
    return recordedByOthers;
  }

  private static long bytes(String number, String unit) {
    int shift =
        switch (unit) {
          case "k", "K" -> 10;
          case "m", "M" -> 20;
          case "g", "G" -> 30;
          case "t", "T" -> 40;
          default -> 0;
        };
    return Long.parseLong(number) << shift;
  }
}
