package io.heapcast.cli.demo;

import io.heapcast.cli.demo.ChildEnd.How;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.Judgeability;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.WatchState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A demo at 07:46:40 UTC, a minute and a half into the leak. */
final class Scenes {

  static final Instant START = Instant.parse("2026-11-21T07:44:20Z");
  static final Instant LEAK_SINCE = START.plusSeconds(45);
  static final Instant NOW = Instant.parse("2026-11-21T07:46:40Z");
  static final Instant OUT_OF_MEMORY = Instant.parse("2026-11-21T07:48:00Z");
  static final Instant STOPPED = Instant.parse("2026-11-21T07:48:12.345Z");

  private static final double MIB = 1024 * 1024;
  private static final Jdk JDK_17 = new Jdk(Path.of("jdk"), Runtime.Version.parse("17.0.15+6"));

  private Scenes() {}

  static DemoJvm starting(DemoService service) {
    return DemoJvm.of(service, JDK_17, pid(service), START);
  }

  static DemoJvm watched(DemoService service) {
    return starting(service).with(status(service, WatchState.WATCHED));
  }

  static DemoJvm judged(DemoService service, ResourceVerdict.Builder heap) {
    return watched(service).with(verdict(service, heap));
  }

  static DemoJvm leaking() {
    return judged(Cast.CART, leak());
  }

  static DemoJvm alerted() {
    return leaking().with(alert(Cast.CART, NOW));
  }

  /** All four, the cart service alerted on. */
  static List<DemoJvm> playing() {
    return List.of(alerted(), filling(), healthy(Cast.SESSIONS), unjudged());
  }

  /** All four after a demo as it should be. */
  static List<DemoJvm> over() {
    return List.of(
        alerted().with(end(How.OUT_OF_MEMORY_ERROR)),
        filling().with(end(How.STOPPED)),
        healthy(Cast.SESSIONS).with(end(How.STOPPED)),
        healthy(Cast.REPORTS).with(end(How.STOPPED)));
  }

  static DemoJvm filling() {
    return judged(
        Cast.CATALOG,
        heap(VerdictState.CACHE_FILLING, 66, 144)
            .setGrowthPerHour(360 * MIB)
            .setJudgeability(
                Judgeability.newBuilder().setFloors(12).setFloorsNeeded(8).setText("12 floors"))
            .addReasonsAgainst(reason("slowing", "growth is slowing: 44 % of its earlier pace")));
  }

  static DemoJvm healthy(DemoService service) {
    return judged(
        service,
        heap(VerdictState.HEALTHY, 47, service.heapMib())
            .setJudgeability(
                Judgeability.newBuilder().setFloors(16).setFloorsNeeded(8).setText("16 floors"))
            .addReasonsAgainst(reason("no-trend", "rise not significant: z 0.4 of 3.2")));
  }

  static DemoJvm unjudged() {
    return judged(
        Cast.REPORTS,
        heap(VerdictState.UNKNOWN, 22, 120)
            .setJudgeability(
                Judgeability.newBuilder()
                    .setFloors(3)
                    .setFloorsNeeded(8)
                    .setNextMs(NOW.plusSeconds(9).toEpochMilli())
                    .setText("3 of 8 floors"))
            .addReasonsAgainst(reason("few-floors", "3 of 8 floors seen")));
  }

  static ResourceVerdict.Builder leak() {
    return heap(VerdictState.LEAK, 91, 128)
        .setGrowthPerHour(1686 * MIB)
        .setInflectionMs(Instant.parse("2026-11-21T07:45:12Z").toEpochMilli())
        .setInflectionLowMs(Instant.parse("2026-11-21T07:45:02Z").toEpochMilli())
        .setInflectionHighMs(Instant.parse("2026-11-21T07:45:20Z").toEpochMilli())
        .setExhaustionP10S(62)
        .setExhaustionP50S(85)
        .setExhaustionP90S(130);
  }

  static Alerted alert(DemoService service, Instant time) {
    AlertMember member =
        AlertMember.newBuilder()
            .setInfo(info(service))
            .setVerdict(leak())
            .setForecastP10Ms(Instant.parse("2026-11-21T07:47:40Z").toEpochMilli())
            .setForecastP50Ms(Instant.parse("2026-11-21T07:48:05Z").toEpochMilli())
            .setForecastP90Ms(Instant.parse("2026-11-21T07:48:50Z").toEpochMilli())
            .build();
    LeakAlert alert =
        LeakAlert.newBuilder()
            .setScope(
                AlertScope.newBuilder().setServiceName(service.name()).setResource(Resource.HEAP))
            .setState(AlertState.FIRING)
            .addMembers(member)
            .build();
    return new Alerted(time, alert, member);
  }

  static ChildEnd end(How how) {
    return switch (how) {
      case OUT_OF_MEMORY_ERROR ->
          new ChildEnd(how, OUT_OF_MEMORY, 3, "Terminating due to java.lang.OutOfMemoryError");
      case STOPPED -> new ChildEnd(how, STOPPED, 0, "");
      case DIED -> new ChildEnd(how, OUT_OF_MEMORY, 137, "Killed by hand");
    };
  }

  static JvmStatus status(DemoService service, WatchState state) {
    return JvmStatus.newBuilder().setInfo(info(service)).setState(state).build();
  }

  static JvmVerdict verdict(DemoService service, ResourceVerdict.Builder heap) {
    return JvmVerdict.newBuilder()
        .setInfo(info(service))
        .setAsOfMs(NOW.toEpochMilli())
        .addResources(heap)
        .build();
  }

  static ResourceVerdict.Builder heap(VerdictState state, double levelMib, double limitMib) {
    return ResourceVerdict.newBuilder()
        .setResource(Resource.HEAP)
        .setState(state)
        .setLevel(levelMib * MIB)
        .setLimit(limitMib * MIB);
  }

  private static JvmInfo info(DemoService service) {
    return JvmInfo.newBuilder()
        .setJvmId("host/" + pid(service) + "@" + START.getEpochSecond())
        .setProcessPid(pid(service))
        .setServiceName(service.name())
        .build();
  }

  private static long pid(DemoService service) {
    return 4711L + Cast.ALL.indexOf(service);
  }

  private static Reason reason(String code, String text) {
    return Reason.newBuilder().setCode(code).setText(text).build();
  }
}
