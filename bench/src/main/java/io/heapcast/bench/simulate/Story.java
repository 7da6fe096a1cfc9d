package io.heapcast.bench.simulate;

import io.heapcast.bench.leak.Label;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One case before it is run. Used once, like its plans.
 *
 * @param jvms in the order in which they are played
 * @param leakBeginMs absent: nothing leaks
 * @param leakEndMs absent: the leak does not stop by itself
 * @param disturbance what happens to the telemetry on its way
 */
record Story(
    List<JvmPlan> jvms,
    Label label,
    Resource resource,
    OptionalLong leakBeginMs,
    OptionalLong leakEndMs,
    Optional<VerdictState> healthyState,
    Disturbance disturbance) {

  /** How a family makes one: what grows, and when. */
  @FunctionalInterface
  interface Script {
    Story tell(Scene scene);
  }

  /** A leak of the first JVM. */
  static Story leak(Resource resource, double beginSeconds, List<JvmPlan> jvms) {
    long beginMs = (long) (jvms.get(0).startMs + beginSeconds * 1_000);
    return new Story(
        jvms,
        Label.LEAK,
        resource,
        OptionalLong.of(beginMs),
        OptionalLong.empty(),
        Optional.empty(),
        Disturbance.NONE);
  }

  static Story leak(double beginSeconds, JvmPlan jvm) {
    return leak(Resource.HEAP, beginSeconds, List.of(jvm));
  }

  static Story healthy(List<JvmPlan> jvms) {
    return new Story(
        jvms,
        Label.HEALTHY,
        Resource.HEAP,
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Disturbance.NONE);
  }

  static Story healthy(JvmPlan jvm) {
    return healthy(List.of(jvm));
  }

  Story named(VerdictState state) {
    return new Story(
        jvms, label, resource, leakBeginMs, leakEndMs, Optional.of(state), disturbance);
  }

  Story of(Resource other) {
    return new Story(jvms, label, other, leakBeginMs, leakEndMs, healthyState, disturbance);
  }

  Story notActionable() {
    return new Story(
        jvms, Label.NOT_ACTIONABLE, resource, leakBeginMs, leakEndMs, healthyState, disturbance);
  }

  Story endingAfter(double seconds) {
    long endMs = (long) (jvms.get(0).startMs + seconds * 1_000);
    return new Story(
        jvms, label, resource, leakBeginMs, OptionalLong.of(endMs), healthyState, disturbance);
  }

  Story disturbed(Disturbance by) {
    return new Story(jvms, label, resource, leakBeginMs, leakEndMs, healthyState, by);
  }
}
