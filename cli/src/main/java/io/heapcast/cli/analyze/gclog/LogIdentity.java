package io.heapcast.cli.analyze.gclog;

import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.ServiceNameSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Who a JVM is of which there is a GC log only: the file stands for the host and the service. */
final class LogIdentity {

  /** In the id of a JVM whose process id was not logged; the telemetry does not claim it. */
  private static final long UNKNOWN_PID = 1;

  private LogIdentity() {}

  /**
   * The identity.
   *
   * @param pid {@link LogLine#ABSENT}: not known
   * @param startUs when the JVM started, microseconds since the epoch
   */
  static JvmInfo info(
      Path file,
      long pid,
      long startUs,
      Collector collector,
      @Nullable String jdkVersion,
      @Nullable Long maxHeapBytes) {
    Path fileName = file.getFileName();
    String name = fileName == null ? "gc.log" : fileName.toString().replaceAll("[/@]", "_");
    boolean known = pid > 0;
    long startSecond = Math.max(0, Math.floorDiv(startUs, 1_000_000));
    JvmId id = new JvmId(name, known ? pid : UNKNOWN_PID, startSecond);
    JvmInfo.Builder info =
        JvmInfo.newBuilder()
            .setJvmId(id.toString())
            .setHostName(name)
            .setStartTimeMs(Math.max(0, Math.floorDiv(startUs, 1_000)))
            .setServiceName(name)
            .setServiceNameSource(ServiceNameSource.DOUBTFUL)
            .setServiceInstanceId(id.instance())
            .setCollector(collector);
    if (known) {
      info.setProcessPid(pid);
    }
    if (jdkVersion != null) {
      info.setJdkVersion(jdkVersion);
    }
    if (maxHeapBytes != null) {
      info.setMaxHeapBytes(maxHeapBytes);
    }
    return info.build();
  }
}
