package io.heapcast.collector.attach;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is recorded in every watched JVM, as data. Names that a JDK does not know are accepted
 * silently, so one table serves all.
 */
final class RecordingSettings {

  /**
   * One row.
   *
   * @param event name without {@code jdk.}
   * @param setting {@code name=value} beside {@code enabled=true}; empty: none
   * @param why what it is for
   * @param silentOn collectors and JDKs on which it is recorded and tells nothing; empty: none.
   *     What is unsafe anywhere is in {@link #NEVER} and not here
   */
  record Row(String event, String setting, String why, String silentOn) {}

  /** Events that must not be recorded in a stranger's JVM, each with the reason. */
  static final Map<String, String> NEVER =
      Map.of(
          "ObjectCount", "a full collection each period, on every collector; on ZGC for nothing",
          "ObjectCountAfterGC", "the same work at each full collection",
          "PromoteObjectInNewPLAB", "hundreds of thousands in seconds with Parallel and G1",
          "PromoteObjectOutsidePLAB", "as above",
          "InitialEnvironmentVariable", "secrets, readable by every user of the host",
          "InitialSystemProperty", "as above");

  static final List<Row> TABLE =
      List.of(
          // Collections. Durations have a threshold in JFR: a short pause counts too.
          new Row("GarbageCollection", "threshold=0ms", "each collection: name, cause, time", ""),
          new Row("GCPhasePause", "threshold=0ms", "its stop-the-world parts", ""),
          new Row("GCHeapSummary", "", "heap use before and after", ""),
          new Row("G1HeapSummary", "", "G1: eden, survivors, old generation", "all but G1"),
          new Row("PSHeapSummary", "", "Parallel: old generation", "all but Parallel"),
          new Row(
              "G1GarbageCollection",
              "",
              "G1: which young collections are mixed ones",
              "all but G1"),
          new Row("EvacuationInformation", "", "G1: bytes copied, for promotion", "all but G1"),
          new Row("EvacuationFailed", "", "G1: no room to copy to", "all but G1"),
          new Row(
              "PromotionFailed",
              "",
              "Serial, Parallel: no room to copy to",
              "all but Serial and Parallel"),
          new Row(
              "TenuringDistribution",
              "",
              "Serial: survivors; the rest is old",
              "Parallel, ZGC, Shenandoah"),
          new Row(
              "ShenandoahEvacuationInformation",
              "",
              "generational: mixed ones, promotion",
              "all but generational Shenandoah of JDK 25"),
          new Row("ConcurrentModeFailure", "", "a concurrent cycle came too late", "all but G1"),
          new Row("YoungGarbageCollection", "", "tenuring threshold", "ZGC, Shenandoah"),
          new Row(
              "OldGarbageCollection", "", "old collections by their own name", "ZGC, Shenandoah"),
          new Row(
              "ZYoungGarbageCollection",
              "",
              "ZGC: tenuring threshold",
              "all but generational ZGC; JDK 17"),
          new Row(
              "ZOldGarbageCollection", "", "ZGC: old cycles", "all but generational ZGC; JDK 17"),
          new Row(
              "ZAllocationStall",
              "threshold=0ms",
              "ZGC: threads that waited for memory",
              "all but ZGC"),
          new Row("SystemGC", "", "who asked for a collection", ""),
          new Row("MetaspaceSummary", "", "metaspace at each collection", ""),
          // What the JVM is: by default this is told only at the end of a chunk.
          new Row("JVMInformation", "period=beginChunk", "start time, limits among the flags", ""),
          new Row("GCConfiguration", "period=beginChunk", "which collector", ""),
          new Row("GCHeapConfiguration", "period=beginChunk", "heap limit", ""),
          new Row(
              "YoungGenerationConfiguration",
              "period=beginChunk",
              "sizes of the young generation",
              "ZGC, Shenandoah"),
          new Row(
              "ContainerConfiguration",
              "period=beginChunk",
              "memory limit of the container",
              "JDK 25 outside a container"),
          // Periodic.
          new Row(
              "GCHeapMemoryUsage", "period=5s", "heap use between collections (JDK 21)", "JDK 17"),
          new Row("GCHeapMemoryPoolUsage", "period=5s", "the same per pool (JDK 21)", "JDK 17"),
          new Row("JavaThreadStatistics", "period=5s", "threads", ""),
          new Row("DirectBufferStatistics", "period=5s", "direct buffers", ""),
          new Row("ResidentSetSize", "period=5s", "resident memory (JDK 21)", "JDK 17"),
          new Row(
              "ContainerMemoryUsage",
              "period=5s",
              "memory of the container",
              "JDK 25 outside a container"),
          new Row("CPULoad", "period=5s", "load; also a sign of life", ""),
          new Row("ThreadAllocationStatistics", "period=10s", "bytes allocated: work", ""),
          new Row("ClassLoadingStatistics", "period=10s", "classes", ""),
          new Row(
              "NativeMemoryUsageTotal",
              "period=10s",
              "where native tracking is on",
              "JDK 17; without native memory tracking"),
          new Row("ClassLoaderStatistics", "period=60s", "class loaders, for metaspace", ""),
          new Row("PhysicalMemory", "period=60s", "memory of the host", ""),
          // Allocation. Nothing of OldObjectSample is written before a dump; it only sees what is
          // allocated after its start, so it is on from the beginning.
          new Row("ObjectAllocationSample", "throttle=20/s", "what is allocated, and where", ""),
          new Row("OldObjectSample", "cutoff=0ns", "evidence on request", "Shenandoah of JDK 25"),
          // About the recording and the end.
          new Row("Shutdown", "", "orderly end and its reason", "a JVM that is killed"),
          new Row("DataLoss", "", "events that the JVM could not write", ""),
          new Row("ActiveRecording", "", "recordings of others in the same repository", ""));

  /** Events with a stack trace; the others have none or are not asked for one. */
  private static final List<String> WITH_STACK_TRACE =
      List.of("ObjectAllocationSample", "OldObjectSample");

  /**
   * Before JDK 24 an attach command has at most 1024 characters: a longer one is refused with
   * "operation argument is too long". So the table is started as several recordings.
   */
  static final int MOST_COMMAND_CHARACTERS = 1_000;

  private RecordingSettings() {}

  /** The options of the recordings to start, in order; none longer than {@code most} characters. */
  static List<String> pages(int most) {
    List<String> pages = new ArrayList<>();
    StringBuilder page = new StringBuilder();
    for (Row row : TABLE) {
      String options = options(row);
      if (page.length() + options.length() > most) {
        pages.add(page.toString());
        page.setLength(0);
      }
      page.append(options);
    }
    pages.add(page.toString());
    return pages;
  }

  static boolean hasStackTrace(Row row) {
    return WITH_STACK_TRACE.contains(row.event());
  }

  /** Without the plus the option is warned about, and the event stays off. */
  private static String options(Row row) {
    String event = " +jdk." + row.event() + "#";
    return event
        + "enabled=true"
        + (row.setting().isEmpty() ? "" : event + row.setting())
        + (hasStackTrace(row) ? event + "stackTrace=true" : "");
  }
}
