package io.heapcast.detector.model;

import io.heapcast.telemetry.v1.Judgeability;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Knot;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts what is known of a JVM's heap into a {@link ResourceVerdict}. */
final class HeapVerdict {

  private static final double SECONDS_PER_HOUR = 3600;
  private static final double MIB = 1024.0 * 1024.0;

  private final FloorTracker tracker;
  private final HeapStateMachine machine;
  private final double limitBytes;
  private final long asOfMs;
  private final boolean tested;
  private final List<Floor> floors;

  private HeapVerdict(FloorTracker tracker, HeapStateMachine machine, JvmWindow window) {
    this.tracker = tracker;
    this.machine = machine;
    limitBytes = FloorTracker.limitBytes(window);
    asOfMs = window.getEndTimeMs();
    tested = tracker.isTested();
    floors = tested ? tracker.settled() : tracker.young();
  }

  /** Judges as of the end of a window that the tracker has taken in; moves the state machine. */
  static ResourceVerdict judge(FloorTracker tracker, HeapStateMachine machine, JvmWindow window) {
    return new HeapVerdict(tracker, machine, window).judge();
  }

  private ResourceVerdict judge() {
    if (limitBytes <= 0) {
      return ResourceVerdict.newBuilder()
          .setResource(Resource.HEAP)
          .setState(VerdictState.UNKNOWN)
          .addReasonsAgainst(Assessment.reason("no-limit", "the JVM has not told its heap limit"))
          .build();
    }
    long evidence = tracker.witnesses();
    int n = floors.size();
    if (tested && evidence - machine.judgedEvidence() >= 2 && n > Assessor.FLOORS_LEAST) {
      // More than one new floor: the last but one has its own say, as if it had come alone.
      update(Assessor.assess(floors.subList(0, n - 1), limitBytes, true), evidence - 1, n - 2);
    }
    Assessment assessment = Assessor.assess(floors, limitBytes, tested);
    update(assessment, evidence, n - 1);

    ResourceVerdict.Builder verdict =
        ResourceVerdict.newBuilder()
            .setResource(Resource.HEAP)
            .setState(machine.current())
            .setLimit(limitBytes)
            .addAllReasonsFor(assessment.reasonsFor())
            .addAllReasonsAgainst(assessment.reasonsAgainst())
            .setJudgeability(judgeability(assessment.rise()));
    if (n > 0) {
      verdict.setLevel(floors.get(n - 1).bytes());
    }
    setTimes(verdict);
    Rise rise = assessment.rise();
    if (rise != null) {
      verdict.setProbability(assessment.probability());
      if (isGrowing()) {
        describe(rise, verdict);
      }
    }
    floors.forEach(floor -> verdict.addKnots(knot(floor, isGrowing() ? rise : null)));
    return verdict.build();
  }

  private void update(Assessment assessment, long evidence, int last) {
    double level = last < 0 ? Double.NaN : floors.get(last).bytes();
    machine.update(assessment, evidence, level, limitBytes, asOfMs);
  }

  private void setTimes(ResourceVerdict.Builder verdict) {
    Long alertTimeMs = machine.alertTimeMs();
    if (alertTimeMs != null) {
      verdict.setAlertTimeMs(alertTimeMs);
    }
    Long resolvedMs = machine.resolvedMs();
    if (resolvedMs != null) {
      verdict.setResolvedMs(resolvedMs);
    }
  }

  /** States in which a slope and its end are worth telling. */
  private boolean isGrowing() {
    return switch (machine.current()) {
      case LEAK, LEAK_SUSPECTED, CACHE_FILLING, LOAD_GROWTH, WARMING_UP, UNKNOWN -> true;
      default -> false;
    };
  }

  private void describe(Rise rise, ResourceVerdict.Builder verdict) {
    List<Floor> read = rise.floors();
    // The kink is known to a knot at best: it lies between its neighbours.
    verdict
        .setInflectionMs(rise.atOnset().timeMs())
        .setInflectionLowMs(read.get(Math.max(0, rise.onset().low() - 1)).timeMs())
        .setInflectionHighMs(read.get(rise.onset().high() + 1).timeMs())
        .setGrowthPerHour(rise.bytesPerSecond() * SECONDS_PER_HOUR)
        .setGrowthPerHourLow(rise.bytesPerSecondLow() * SECONDS_PER_HOUR)
        .setGrowthPerHourHigh(rise.bytesPerSecondHigh() * SECONDS_PER_HOUR)
        .setGrowthPerAllocatedByte(rise.byWork().slope())
        .setTrend(rise.levelAt(asOfMs))
        .setRefutedBy(refutation(rise));
    if (machine.current() == VerdictState.LEAK
        || machine.current() == VerdictState.LEAK_SUSPECTED) {
      Exhaustion.forecast(rise, limitBytes, asOfMs)
          .ifPresent(
              exhaustion ->
                  verdict
                      .setExhaustionP10S(exhaustion.p10Seconds())
                      .setExhaustionP50S(exhaustion.p50Seconds())
                      .setExhaustionP90S(exhaustion.p90Seconds()));
    }
  }

  private static String refutation(Rise rise) {
    double back = rise.levelAtOnsetBytes() + 0.3 * rise.growthBytes();
    return String.format(
        Locale.ROOT, "a live set below %.1f MiB after an old collection", back / MIB);
  }

  private Judgeability judgeability(@Nullable Rise rise) {
    Judgeability.Builder judgeability = Judgeability.newBuilder();
    nextFloorMs().filter(nextMs -> nextMs > asOfMs).ifPresent(judgeability::setNextMs);
    if (rise != null && isGrowing() && machine.current() != VerdictState.LEAK) {
      int needed = rise.isFlatBefore() ? Assessor.FLOORS_NEEDED : Assessor.FLOORS_FROM_START;
      return judgeability
          .setFloors(rise.floorsAfter())
          .setFloorsNeeded(needed)
          .setText(count(rise.floorsAfter(), needed) + " since it began to rise")
          .build();
    }
    int cleaned = tracker.settled().size();
    return judgeability
        .setFloors(cleaned)
        .setFloorsNeeded(Assessor.FLOORS_NEEDED)
        .setText(progress(cleaned))
        .build();
  }

  private String progress(int cleaned) {
    if (cleaned == 0) {
      return tracker.hasYoung()
          ? "no old collection yet: upper bounds only"
          : "no collection seen yet";
    }
    return count(cleaned, Assessor.FLOORS_NEEDED);
  }

  private static String count(int floors, int needed) {
    return floors < needed
        ? "%d of %d floors".formatted(floors, needed)
        : "%d floors".formatted(floors);
  }

  /** When the next floor may be expected, from the mean interval so far. */
  private Optional<Long> nextFloorMs() {
    List<Floor> cleaned = tracker.cleaned();
    int n = cleaned.size();
    if (n < 2) {
      return Optional.empty();
    }
    long lastMs = cleaned.get(n - 1).timeMs();
    return Optional.of(lastMs + (lastMs - cleaned.get(0).timeMs()) / (n - 1));
  }

  private static Knot knot(Floor floor, @Nullable Rise rise) {
    Knot.Builder knot = floor.toKnot();
    if (rise != null && floor.timeMs() >= rise.atOnset().timeMs()) {
      Floor origin = rise.floors().get(0);
      knot.setFit(
          rise.followsWork()
              ? rise.byWork().at((double) (floor.workBytes() - origin.workBytes()))
              : rise.byTime().at((floor.timeMs() - origin.timeMs()) / 1000.0));
    }
    return knot.build();
  }
}
