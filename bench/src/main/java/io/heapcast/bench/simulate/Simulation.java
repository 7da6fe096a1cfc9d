package io.heapcast.bench.simulate;

import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Truth;
import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** One case, told and run anew each time it is played. */
final class Simulation {

  /** A healthy run keeps at least this much of its heap free of live bytes. */
  private static final double HIGHEST_HEALTHY_SHARE = 0.97;

  private static final List<String> SERVICES =
      List.of("orders", "billing", "search", "catalog", "accounts", "shipping", "pricing");

  private final Setting setting;
  private final String id;
  private final long seed;

  Simulation(Setting setting, long seed) {
    this.setting = setting;
    this.id = setting.id(seed);
    this.seed = seed;
  }

  /** What will be true of it; a leak is run once, unheard, to see when it begins and ends. */
  Truth truth() {
    Story story = story();
    OptionalLong begin = story.leakBeginMs();
    OptionalLong exhausted = OptionalLong.empty();
    if (story.label() == Label.LEAK) {
      for (SimulatedJvm.Outcome outcome : run(story, batch -> {})) {
        exhausted = exhausted.isPresent() ? exhausted : outcome.exhaustedMs();
      }
      begin = OptionalLong.of(begin(story));
    }
    return new Truth(
        story.label(), story.resource(), begin, story.leakEndMs(), exhausted, story.healthyState());
  }

  /**
   * When it really began in a story that was run: not before the plan, and not before something
   * stayed. A queue that is empty again had not leaked yet.
   */
  private long begin(Story story) {
    JvmPlan first = story.jvms().get(0);
    double stays =
        first.leaks.stream()
            .mapToDouble(Holder::emptyUntilSeconds)
            .min()
            .orElseThrow(() -> new IllegalStateException(id + ": found a leak that holds nothing"));
    long staysMs = (long) (first.startMs + stays * 1_000);
    return Math.max(story.leakBeginMs().orElseThrow(), staysMs);
  }

  void play(Consumer<TelemetryBatch> sink) {
    run(story(), sink);
  }

  Story story() {
    Dice dice = Dice.of(seed, id + "/story");
    return Scripts.of(setting.family().id()).tell(new Scene(setting, dice));
  }

  /** Runs all JVMs of a story. */
  List<SimulatedJvm.Outcome> run(Story story, Consumer<TelemetryBatch> sink) {
    Dice dice = Dice.of(seed, id + "/run");
    String service = dice.pick(SERVICES);
    String host = "sim-%06x".formatted(dice.below(1 << 24));
    List<SimulatedJvm.Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < story.jvms().size(); i++) {
      JvmPlan plan = story.jvms().get(i);
      JvmInfo info = info(plan, i, service, host);
      Consumer<TelemetryBatch> disturbed = story.disturbance().to(sink, dice.split());
      SimulatedJvm.Outcome outcome = new SimulatedJvm(plan, info, dice.split(), disturbed).run();
      if (story.label() != Label.LEAK) {
        requireHealthy(outcome);
      }
      outcomes.add(outcome);
    }
    return outcomes;
  }

  private void requireHealthy(SimulatedJvm.Outcome outcome) {
    if (outcome.exhaustedMs().isPresent() || outcome.highestLiveShare() > HIGHEST_HEALTHY_SHARE) {
      throw new IllegalStateException(
          "%s: found %s, expected a run that stays healthy".formatted(id, outcome));
    }
  }

  private static JvmInfo info(JvmPlan plan, int index, String service, String host) {
    String name = host + "-" + plan.instance;
    long startMs = (long) plan.startMs;
    JvmId jvmId = new JvmId(name, 100 + index, startMs / 1_000);
    JvmInfo.Builder info =
        JvmInfo.newBuilder()
            .setJvmId(jvmId.toString())
            .setHostName(name)
            .setProcessPid(100 + index)
            .setStartTimeMs(startMs)
            .setServiceName(service)
            .setServiceNameSource(ServiceNameSource.OTEL_SERVICE_NAME)
            .setServiceVersion(plan.version)
            .setServiceInstanceId(name)
            .setDeploymentEnvironmentName("simulated")
            .setJdkVersion(plan.jdk)
            .setJdkVendor("simulated")
            .setCollector(plan.collector)
            .setMaxHeapBytes((long) plan.heapBytes);
    if (plan.containerLimit < Double.POSITIVE_INFINITY) {
      info.setContainerMemoryLimitBytes((long) plan.containerLimit);
    }
    return info.build();
  }
}
