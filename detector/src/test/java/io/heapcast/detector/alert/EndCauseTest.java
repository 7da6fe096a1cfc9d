package io.heapcast.detector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndCauseTest {

  @Test
  void aJvmThatRunsOrWasShutDownDidNotRunOutOfMemory() {
    assertThat(EndCause.of(JvmVerdict.getDefaultInstance())).isEmpty();
    assertThat(cause(EndReason.SHUTDOWN, "Shutdown requested from Java", 0.99)).isNull();
  }

  @Test
  void theMessageNamesTheResource() {
    assertThat(cause(EndReason.OUT_OF_MEMORY, "java.lang.OutOfMemoryError: Metaspace", 0.99))
        .isEqualTo(new EndCause(AlertOutcome.OUT_OF_MEMORY_ERROR, Resource.METASPACE, false));
    assertThat(cause(EndReason.VANISHED, "OutOfMemoryError: Java heap space", 0.1))
        .isEqualTo(new EndCause(AlertOutcome.OUT_OF_MEMORY_ERROR, Resource.HEAP, false));
    assertThat(
            cause(
                EndReason.OUT_OF_MEMORY,
                "OutOfMemoryError: unable to create native thread: possibly out of memory",
                0.1))
        .isEqualTo(new EndCause(AlertOutcome.OUT_OF_MEMORY_ERROR, Resource.THREADS, false));
    assertThat(cause(EndReason.OUT_OF_MEMORY, "Cannot reserve 65536 bytes of direct buffer", 0.1))
        .isEqualTo(new EndCause(AlertOutcome.OUT_OF_MEMORY_ERROR, Resource.DIRECT, false));
  }

  @Test
  void withoutAMessageItIsTheFullestResourceOrNone() {
    assertThat(cause(EndReason.OUT_OF_MEMORY, "", 0.85))
        .isEqualTo(new EndCause(AlertOutcome.OUT_OF_MEMORY_ERROR, Resource.HEAP, false));
    EndCause unclear =
        new EndCause(AlertOutcome.OUT_OF_MEMORY_ERROR, Resource.RESOURCE_UNSPECIFIED, false);
    assertThat(cause(EndReason.OUT_OF_MEMORY, "", 0.5)).isEqualTo(unclear);
    assertThat(unclear.exhausted(Resource.DIRECT)).isTrue();
  }

  @Test
  void aJvmThatVanishedIsJudgedByHowFullItWas() {
    assertThat(cause(EndReason.VANISHED, "", 0.96))
        .isEqualTo(new EndCause(AlertOutcome.OUT_OF_MEMORY_ERROR, Resource.HEAP, true));
    assertThat(cause(EndReason.VANISHED, "", 0.9)).isNull();
  }

  @Test
  void aParallelHeapIsFullEarlier() {
    JvmVerdict.Builder verdict =
        JvmVerdict.newBuilder()
            .setInfo(JvmInfo.newBuilder().setCollector(Collector.PARALLEL))
            .setEnded(JvmEnded.newBuilder().setTimeMs(1).setReason(EndReason.VANISHED))
            .addResources(
                ResourceVerdict.newBuilder().setResource(Resource.HEAP).setLevel(80).setLimit(100));
    assertThat(EndCause.of(verdict.build()))
        .contains(new EndCause(AlertOutcome.OUT_OF_MEMORY_ERROR, Resource.HEAP, true));
    verdict.getResourcesBuilder(0).setResource(Resource.METASPACE);
    assertThat(EndCause.of(verdict.build())).isEmpty();
  }

  @Test
  void theKernelsKillIsTheContainersLimit() {
    assertThat(cause(EndReason.CONTAINER_OOM_KILLED, "", 0.2))
        .isEqualTo(new EndCause(AlertOutcome.CONTAINER_LIMIT, Resource.NATIVE, false));
  }

  private static @Nullable EndCause cause(EndReason reason, String detail, double heapShare) {
    return EndCause.of(
            JvmVerdict.newBuilder()
                .setEnded(JvmEnded.newBuilder().setTimeMs(1).setReason(reason).setDetail(detail))
                .addResources(
                    ResourceVerdict.newBuilder()
                        .setResource(Resource.HEAP)
                        .setLevel(heapShare * 100)
                        .setLimit(100))
                .addResources(
                    ResourceVerdict.newBuilder().setResource(Resource.THREADS).setLevel(5_000))
                .build())
        .orElse(null);
  }
}
