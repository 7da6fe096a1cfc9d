package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import io.heapcast.collector.jfr.JvmFacts;
import io.heapcast.collector.jfr.Measurements;
import java.util.List;

/** The events that are read. Each must be recorded too: see the recording's settings. */
public final class EventHandlers {

  private EventHandlers() {}

  /** One handler per event, all writing to {@code measurements}. */
  public static List<EventHandler> of(Measurements measurements) {
    GcCycleAssembler gcCycles = measurements.gcCycles();
    JvmFacts facts = measurements.facts();
    return List.of(
        // Collections.
        new GarbageCollection(gcCycles),
        new G1HeapSummary(gcCycles),
        new PSHeapSummary(gcCycles),
        new G1GarbageCollection(gcCycles),
        new EvacuationInformation(gcCycles),
        new EvacuationFailed(gcCycles),
        new PromotionFailed(gcCycles),
        new ConcurrentModeFailure(gcCycles),
        new TenuringDistribution(gcCycles),
        new ShenandoahEvacuationInformation(gcCycles),
        new GCPhasePause(gcCycles),
        // Memory.
        new GCHeapSummary(measurements),
        new GCHeapMemoryUsage(measurements),
        new GCHeapMemoryPoolUsage(measurements),
        new MetaspaceSummary(measurements),
        new DirectBufferStatistics(measurements),
        new ResidentSetSize(measurements),
        new ContainerMemoryUsage(measurements),
        // What is allocated.
        new ZAllocationStall(measurements),
        new ThreadAllocationStatistics(measurements),
        new ObjectAllocationSample(measurements),
        // Counts.
        new JavaThreadStatistics(measurements),
        new ClassLoadingStatistics(measurements),
        new ClassLoaderStatistics(measurements),
        // What the JVM is.
        new JVMInformation(facts),
        new GCConfiguration(facts),
        new GCHeapConfiguration(facts),
        new ContainerConfiguration(facts),
        new ActiveRecording(facts),
        // Losses and the end.
        new DataLoss(measurements),
        new Shutdown(measurements));
  }
}
