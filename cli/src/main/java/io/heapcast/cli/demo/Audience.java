package io.heapcast.cli.demo;

import io.heapcast.cli.Pipeline;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Watches both sides: what happens on the stage, and what Heapcast says of it. */
final class Audience {

  private final Function<DemoService, Optional<ChildEnd>> ends;
  private final Clock clock;
  private List<DemoJvm> jvms;

  /**
   * Watches these services.
   *
   * @param jvms as they stand at the start
   * @param ends tells how a service has ended
   */
  Audience(List<DemoJvm> jvms, Function<DemoService, Optional<ChildEnd>> ends, Clock clock) {
    this.jvms = List.copyOf(jvms);
    this.ends = ends;
    this.clock = clock;
  }

  /** All services as they are now. */
  List<DemoJvm> look(Pipeline pipeline) {
    return look(pipeline.coverage(), pipeline.fleet().verdicts(), pipeline.fleet().alerts());
  }

  /** All services as they are now, by what Heapcast says at this moment. */
  List<DemoJvm> look(List<JvmStatus> statuses, List<JvmVerdict> verdicts, List<LeakAlert> alerts) {
    Map<Long, JvmStatus> statusByPid = new HashMap<>();
    statuses.forEach(status -> statusByPid.put(pid(status.getInfo()), status));
    Map<Long, JvmVerdict> verdictByPid = new HashMap<>();
    verdicts.forEach(verdict -> verdictByPid.put(pid(verdict.getInfo()), verdict));
    jvms =
        jvms.stream()
            .map(
                jvm ->
                    jvm.with(statusByPid.get(jvm.pid()))
                        .with(verdictByPid.get(jvm.pid()))
                        .with(alerted(alerts, jvm.pid())))
            .toList();
    return lookAtStage();
  }

  /** All services with how they ended, where they did. */
  List<DemoJvm> lookAtStage() {
    jvms = jvms.stream().map(jvm -> jvm.with(ends.apply(jvm.service()).orElse(null))).toList();
    return jvms;
  }

  private @Nullable Alerted alerted(List<LeakAlert> alerts, long pid) {
    for (LeakAlert alert : alerts) {
      for (AlertMember member : alert.getMembersList()) {
        if (alert.getState() == AlertState.FIRING && pid(member.getInfo()) == pid) {
          return new Alerted(clock.instant(), alert, member);
        }
      }
    }
    return null;
  }

  private static long pid(JvmInfo info) {
    return info.getProcessPid();
  }
}
