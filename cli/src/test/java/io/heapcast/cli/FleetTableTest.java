package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.Judgeability;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.WatchState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetTableTest {

  private static final long MEBIBYTE = 1 << 20;

  private static final JvmStatus CHECKOUT =
      watched(info(4711, "checkout", "17.0.15").setCollector(Collector.G1).build());
  private static final JvmStatus BATCH =
      watched(info(23, "batch", "25.0.3").setCollector(Collector.PARALLEL).build());
  private static final JvmStatus CLOSED =
      JvmStatus.newBuilder()
          .setInfo(info(99, "closed", "17.0.15").setCollector(Collector.SERIAL))
          .setState(WatchState.REFUSED)
          .setReasonCode("attach-disabled")
          .setReason("attach is disabled; start it without -XX:+DisableAttachMechanism")
          .build();

  @Test
  void drawsTheWorstFirstAndTheReasonOfARefusal() {
    JvmVerdict leak =
        verdict(
            CHECKOUT,
            ResourceVerdict.newBuilder()
                .setState(VerdictState.LEAK)
                .setLevel(61 * MEBIBYTE)
                .setLimit(128 * MEBIBYTE)
                .setExhaustionP10S(540)
                .setExhaustionP50S(720)
                .setExhaustionP90S(1080));
    JvmVerdict early =
        verdict(
            BATCH,
            ResourceVerdict.newBuilder()
                .setState(VerdictState.UNKNOWN)
                .setJudgeability(Judgeability.newBuilder().setText("2 of 6 floors")));

    assertThat(FleetTable.lines(List.of(BATCH, CLOSED, CHECKOUT), List.of(leak, early)))
        .containsExactly(
            "  PID   SERVICE   JDK      GC        WATCH    LIVE SET           STATE                    FULL IN",
            "  4711  checkout  17.0.15  G1        watched  61 MiB of 128 MiB  leak                     12 min (9 min to 18 min)",
            "  23    batch     25.0.3   Parallel  watched  -                  unknown (2 of 6 floors)  -",
            "  99    closed    17.0.15  Serial    refused: attach is disabled; start it without -XX:+DisableAttachMechanism");
  }

  @Test
  void whatIsNotKnownIsADashAndNotZero() {
    JvmStatus attaching =
        JvmStatus.newBuilder()
            .setInfo(JvmInfo.newBuilder().setJvmId("h/7@1").setProcessPid(7))
            .setState(WatchState.ATTACHING)
            .build();

    assertThat(FleetTable.lines(List.of(attaching), List.of()))
        .containsExactly(
            "  PID  SERVICE  JDK  GC  WATCH      LIVE SET  STATE          FULL IN",
            "  7    -        -    -   attaching  -         no window yet  -");
  }

  @Test
  void endedJvmsAreNotShown() {
    JvmStatus ended = CHECKOUT.toBuilder().setState(WatchState.ENDED).build();

    assertThat(FleetTable.lines(List.of(ended), List.of())).isEmpty();
  }

  @Test
  void sizesAreNoNewsButStatesAre() {
    List<JvmStatus> jvms = List.of(CHECKOUT);
    ResourceVerdict.Builder healthy =
        ResourceVerdict.newBuilder().setState(VerdictState.HEALTHY).setLevel(1);
    Map<String, String> before = FleetTable.news(jvms, List.of(verdict(CHECKOUT, healthy)));

    assertThat(FleetTable.news(jvms, List.of(verdict(CHECKOUT, healthy.setLevel(2)))))
        .isEqualTo(before);
    assertThat(
            FleetTable.news(
                jvms, List.of(verdict(CHECKOUT, healthy.setState(VerdictState.LEAK_SUSPECTED)))))
        .isNotEqualTo(before);
    assertThat(FleetTable.news(List.of(CHECKOUT, CLOSED), List.of())).isNotEqualTo(before);
  }

  private static JvmInfo.Builder info(long pid, String service, String jdk) {
    return JvmInfo.newBuilder()
        .setJvmId("host/" + pid + "@1")
        .setProcessPid(pid)
        .setServiceName(service)
        .setJdkVersion(jdk);
  }

  private static JvmStatus watched(JvmInfo info) {
    return JvmStatus.newBuilder().setInfo(info).setState(WatchState.WATCHED).build();
  }

  private static JvmVerdict verdict(JvmStatus jvm, ResourceVerdict.Builder heap) {
    return JvmVerdict.newBuilder()
        .setInfo(jvm.getInfo())
        .addResources(
            ResourceVerdict.newBuilder()
                .setResource(Resource.METASPACE)
                .setState(VerdictState.UNKNOWN))
        .addResources(heap.setResource(Resource.HEAP))
        .build();
  }
}
