package io.heapcast.collector.policy;

import io.heapcast.collector.attach.Refusal;
import io.heapcast.collector.attach.RefusalCode;
import io.heapcast.collector.host.Cgroup;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.ProcFs;
import io.heapcast.collector.host.ProcessKey;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Says of each JVM whether it may be attached to now: by the operator's policy, and by how its
 * container is off. Used by one thread.
 */
public final class AttachGate {

  private final ProcFs proc;
  private final PolicyFile policy;
  private final @Nullable Path killSwitch;
  private boolean full;
  private final Map<ProcessKey, Long> throttled = new HashMap<>();

  /**
   * A gate after {@code heapcast.attach.*}.
   *
   * @throws io.heapcast.telemetry.UserError when the policy cannot be read
   */
  public AttachGate(Settings settings, ProcFs proc) {
    this.proc = proc;
    this.policy = new PolicyFile(settings.optional(Setting.ATTACH_POLICY).map(Path::of));
    this.killSwitch = settings.optional(Setting.ATTACH_KILL_SWITCH).map(Path::of).orElse(null);
  }

  /** Whether nothing may be recorded on this host now. */
  public boolean killed() {
    return killSwitch != null && Files.exists(killSwitch, LinkOption.NOFOLLOW_LINKS);
  }

  /** The file that forbids all recording; empty: none is set. */
  public String killSwitch() {
    return killSwitch == null ? "" : killSwitch.toString();
  }

  /** Whether the collector takes no further JVM for now. */
  public void full(boolean now) {
    full = now;
  }

  /** Whether another policy is in force since the last call. */
  public boolean reload() {
    return policy.reload();
  }

  /** Takes the JVM's throttling as it is; what comes later is new. */
  public void found(JvmProcess jvm) {
    OptionalLong times =
        proc.cgroup(jvm.pid()).map(Cgroup::timesThrottled).orElse(OptionalLong.empty());
    times.ifPresent(count -> throttled.put(jvm.key(), count));
  }

  public void forget(JvmProcess jvm) {
    throttled.remove(jvm.key());
  }

  /** What the policy says alone, whatever the moment. */
  public Optional<Refusal> byPolicy(JvmProcess jvm, String serviceName, String host) {
    if (killed()) {
      return Optional.of(
          new Refusal(
              RefusalCode.KILL_SWITCH,
              "The kill switch %s is on. Remove that file.".formatted(killSwitch)));
    }
    return policy
        .policy()
        .refusal(jvm, serviceName, host + "/" + jvm.pid() + "@" + jvm.key().startTicks());
  }

  /** Why a JVM may not be attached to now; empty: it may. */
  public Optional<Refusal> refusal(JvmProcess jvm, String serviceName, String host) {
    Optional<Refusal> byPolicy = byPolicy(jvm, serviceName, host);
    if (byPolicy.isEmpty() && full) {
      return Optional.of(
          new Refusal(
              RefusalCode.COLLECTOR_AT_LIMIT,
              "The collector itself uses as much CPU or memory as it may. Tried again later."));
    }
    return byPolicy.isPresent() ? byPolicy : byPressure(jvm);
  }

  private Optional<Refusal> byPressure(JvmProcess jvm) {
    Optional<Cgroup> group = proc.cgroup(jvm.pid());
    if (group.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong headroom = group.get().headroomBytes();
    long least = policy.policy().minHeadroomBytes();
    if (headroom.isPresent() && headroom.getAsLong() < least) {
      return Optional.of(
          new Refusal(
              RefusalCode.NO_HEADROOM,
              "Its container has %d MiB left, expected %d. Raise its limit; tried again later."
                  .formatted(headroom.getAsLong() >> 20, least >> 20)));
    }
    OptionalLong times = group.get().timesThrottled();
    if (times.isPresent()) {
      Long before = throttled.put(jvm.key(), times.getAsLong());
      if (before != null && times.getAsLong() > before) {
        return Optional.of(
            new Refusal(
                RefusalCode.CPU_THROTTLED,
                "Its CPU was throttled %d times since the last look. Tried again later."
                    .formatted(times.getAsLong() - before)));
      }
    }
    return Optional.empty();
  }
}
