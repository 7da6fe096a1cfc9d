package io.heapcast.detector.model;

import io.heapcast.detector.v1.DetectorState;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.Optional;

/**
 * The detector of one JVM: {@link #accept} its windows in order, get a verdict when there is news.
 *
 * <p>A verdict is a pure function of the windows so far. The state between two windows is {@link
 * #toState()}, a few KiB at most; restored from it, the detector goes on as if it had never
 * stopped.
 */
public final class JvmDetector {

  /** Of the state; raised when an older reader would misread it. */
  public static final int STATE_VERSION = 1;

  /** Without news a verdict is repeated this often, in event time. */
  private static final long REPEAT_MS = 5 * 60_000;

  /** News: the floor moved by this share of the limit, the forecast by this share of itself. */
  private static final double LEVEL_NEWS_SHARE = 0.01;

  private static final double FORECAST_NEWS_SHARE = 0.1;

  private final FloorTracker floors;
  private final HeapStateMachine heap;
  private final SteadyClock clock;
  private JvmVerdict lastVerdict;

  /** The detector of a JVM never seen before. */
  public JvmDetector() {
    this(DetectorState.getDefaultInstance());
  }

  /**
   * Restores a detector.
   *
   * @throws IllegalArgumentException when a newer version wrote the state
   */
  public JvmDetector(DetectorState state) {
    if (state.getVersion() > STATE_VERSION) {
      throw new IllegalArgumentException(
          "detector state: found version %d, expected at most %d"
              .formatted(state.getVersion(), STATE_VERSION));
    }
    floors = new FloorTracker(state.getFloors());
    heap = new HeapStateMachine(state.getHeap());
    clock = new SteadyClock(state.getClockOffsetMs(), state.getLastWindowEndMs());
    lastVerdict = state.getLastVerdict();
  }

  /** All that is remembered. */
  public DetectorState toState() {
    return DetectorState.newBuilder()
        .setVersion(STATE_VERSION)
        .setLastWindowEndMs(clock.lastReadingMs())
        .setClockOffsetMs(clock.offsetMs())
        .setFloors(floors.toState())
        .setHeap(heap.toState())
        .setLastVerdict(lastVerdict)
        .build();
  }

  /**
   * Takes in the next window. One that is not later than the last is a repeat and changes nothing,
   * unless it says that the JVM's clock was set.
   *
   * @return the verdict, when it is new or has not been said for five minutes
   */
  public Optional<JvmVerdict> accept(JvmWindow window) {
    return clock.advance(window)
        ? judgeSteady(clock.toSteady(window)).map(clock::fromSteady)
        : Optional.empty();
  }

  private Optional<JvmVerdict> judgeSteady(JvmWindow window) {
    boolean changed = floors.accept(window);
    boolean due = window.getEndTimeMs() - lastVerdict.getAsOfMs() >= REPEAT_MS;
    if (!changed && !due && !window.hasEnded()) {
      return Optional.empty();
    }
    JvmVerdict verdict = judge(window);
    if (!due && !window.hasEnded() && !isNews(verdict)) {
      return Optional.empty();
    }
    lastVerdict = verdict;
    return Optional.of(verdict);
  }

  private JvmVerdict judge(JvmWindow window) {
    JvmVerdict.Builder verdict =
        JvmVerdict.newBuilder().setInfo(window.getInfo()).setAsOfMs(window.getEndTimeMs());
    if (window.hasEnded()) {
      verdict.setEnded(window.getEnded());
    }
    verdict.addResources(HeapVerdict.judge(floors, heap, window));
    for (Resource resource :
        new Resource[] {Resource.METASPACE, Resource.THREADS, Resource.DIRECT, Resource.NATIVE}) {
      verdict.addResources(unjudged(resource));
    }
    return verdict.build();
  }

  private static ResourceVerdict unjudged(Resource resource) {
    return ResourceVerdict.newBuilder()
        .setResource(resource)
        .setState(VerdictState.UNKNOWN)
        .addReasonsAgainst(Assessment.reason("not-judged", "this version judges the heap only"))
        .build();
  }

  private boolean isNews(JvmVerdict verdict) {
    if (lastVerdict.getResourcesCount() == 0) {
      return true;
    }
    ResourceVerdict before = lastVerdict.getResources(0);
    ResourceVerdict now = verdict.getResources(0);
    return now.getState() != before.getState()
        || now.hasResolvedMs() != before.hasResolvedMs()
        || now.getJudgeability().getFloors() != before.getJudgeability().getFloors()
        || Math.abs(now.getLevel() - before.getLevel()) > LEVEL_NEWS_SHARE * now.getLimit()
        || forecastMoved(before, now);
  }

  private static boolean forecastMoved(ResourceVerdict before, ResourceVerdict now) {
    if (before.hasExhaustionP50S() != now.hasExhaustionP50S()) {
      return true;
    }
    double moved = Math.abs(now.getExhaustionP50S() - before.getExhaustionP50S());
    return moved > FORECAST_NEWS_SHARE * before.getExhaustionP50S();
  }
}
