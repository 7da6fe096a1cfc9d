package io.heapcast.detector.model;

import io.heapcast.detector.v1.DetectorState;
import io.heapcast.detector.v1.HistoryState;
import io.heapcast.detector.v1.ResourceState;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The detector of one JVM: {@link #accept} its windows in order, get a verdict when there is news.
 *
 * <p>A verdict is a pure function of the windows so far. The state between two windows is {@link
 * #toState()}; restored from it, the detector goes on as if it had never stopped.
 */
public final class JvmDetector {

  /** Of the state; raised when an older reader would misread it. */
  public static final int STATE_VERSION = 2;

  /** Without news a verdict is repeated this often, in event time. */
  private static final long REPEAT_MS = 5 * 60_000;

  /** News: the level moved by this share of the limit. */
  private static final double LEVEL_NEWS_SHARE = 0.01;

  private static final Resource[] ALL = {
    Resource.HEAP, Resource.METASPACE, Resource.THREADS, Resource.DIRECT, Resource.NATIVE
  };

  private final LeakModel model;
  private final FeatureSink sink;
  private final FloorTracker floors;
  private final Others others;
  private final Map<Resource, ResourceJudge> judges = new EnumMap<>(Resource.class);
  private final SteadyClock clock;
  private long firstWindowMs;
  private long lastVerdictMs;
  private boolean wasTested;

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
    this(state, LeakModel.standard(), FeatureSink.NONE);
  }

  /** A detector with another model, or one that is listened to. */
  public JvmDetector(DetectorState state, LeakModel model, FeatureSink sink) {
    if (state.getVersion() > STATE_VERSION) {
      throw new IllegalArgumentException(
          "detector state: found version %d, expected at most %d"
              .formatted(state.getVersion(), STATE_VERSION));
    }
    this.model = model;
    this.sink = sink;
    History cleaned = new History();
    History young = new History();
    Map<Resource, History> histories = new EnumMap<>(Resource.class);
    for (HistoryState history : state.getHistoriesList()) {
      switch (history.getKind()) {
        case CLEANED -> cleaned = new History(history);
        case YOUNG -> young = new History(history);
        case METASPACE -> histories.put(Resource.METASPACE, new History(history));
        case THREADS -> histories.put(Resource.THREADS, new History(history));
        case DIRECT -> histories.put(Resource.DIRECT, new History(history));
        case NATIVE -> histories.put(Resource.NATIVE, new History(history));
        default -> {}
      }
    }
    floors = new FloorTracker(state.getTracker(), cleaned, young);
    wasTested = floors.isTested();
    others =
        new Others(
            histories,
            state.getTouchedHeapBytes(),
            state.getHeapNowBytes(),
            state.getHeapLimitBytes(),
            state.getLimitsList());
    for (ResourceState resource : state.getResourcesList()) {
      judges.put(resource.getResource(), new ResourceJudge(resource, model.score()));
    }
    for (Resource resource : ALL) {
      judges.computeIfAbsent(
          resource,
          key ->
              new ResourceJudge(
                  ResourceState.newBuilder().setResource(key).build(), model.score()));
    }
    clock = new SteadyClock(state.getClockOffsetMs(), state.getLastWindowEndMs());
    firstWindowMs = state.getFirstWindowMs();
    lastVerdictMs = state.getLastVerdictMs();
  }

  /** Names of what a {@link FeatureSink} is given, in its order. */
  public static List<String> featureNames() {
    return Stream.of(Feature.values()).map(Feature::name).toList();
  }

  /** All that is remembered. */
  public DetectorState toState() {
    return toHotState().toBuilder().mergeFrom(toColdState()).build();
  }

  /** The large part: what was observed. Complements the hot one. */
  public DetectorState toColdState() {
    return DetectorState.newBuilder().addAllHistories(histories()).build();
  }

  /** The small part, which changes with every window. */
  public DetectorState toHotState() {
    DetectorState.Builder state =
        DetectorState.newBuilder()
            .setVersion(STATE_VERSION)
            .setLastWindowEndMs(clock.lastReadingMs())
            .setClockOffsetMs(clock.offsetMs())
            .setTracker(floors.toState())
            .setTouchedHeapBytes(others.touchedHeap())
            .setHeapNowBytes(others.heapNow())
            .setHeapLimitBytes(others.heapLimit())
            .addAllLimits(others.limits())
            .setFirstWindowMs(firstWindowMs)
            .setLastVerdictMs(lastVerdictMs);
    judges.values().forEach(judge -> state.addResources(judge.toState()));
    return state.build();
  }

  private List<HistoryState> histories() {
    List<HistoryState> states = new ArrayList<>();
    states.add(floors.cleaned().toState().setKind(HistoryState.Kind.CLEANED).build());
    states.add(floors.young().toState().setKind(HistoryState.Kind.YOUNG).build());
    for (Resource resource : Others.resources()) {
      states.add(
          others
              .history(resource)
              .toState()
              .setKind(HistoryState.Kind.valueOf(resource.name()))
              .build());
    }
    return states;
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
    long nowMs = window.getEndTimeMs();
    if (firstWindowMs == 0) {
      firstWindowMs = window.getStartTimeMs();
    }
    floors.accept(window);
    others.accept(window);
    boolean news = window.hasEnded() || nowMs - lastVerdictMs >= REPEAT_MS;
    Series[] all = new Series[ALL.length];
    Reading.Context[] contexts = new Reading.Context[ALL.length];
    for (int i = 0; i < ALL.length; i++) {
      Series series = ALL[i] == Resource.HEAP ? heap(window) : others.series(ALL[i]);
      if (series == null) {
        continue;
      }
      all[i] = series;
      contexts[i] = context(series, window);
      news |= judged(series, contexts[i], nowMs);
    }
    if (!news) {
      return Optional.empty();
    }
    lastVerdictMs = nowMs;
    return Optional.of(verdict(window, all, contexts));
  }

  private boolean judged(Series series, Reading.Context context, long nowMs) {
    ResourceJudge judge = judge(series.resource());
    VerdictState before = judge.current();
    boolean wasResolved = judge.state().hasResolvedMs();
    long count = series.history().count() + (series.open() == null ? 0 : 1);
    if (series.resource() == Resource.HEAP && wasTested != floors.isTested()) {
      wasTested = floors.isTested();
      judge.restart();
    }
    judge.update(series, context, count, nowMs, sink);
    double level = series.level();
    boolean moved =
        Math.abs(level - judge.state().getSentLevel()) > LEVEL_NEWS_SHARE * series.limit();
    if (moved && series.resource() == Resource.HEAP) {
      judge.state().setSentLevel(level);
    }
    return before != judge.current()
        || wasResolved != judge.state().hasResolvedMs()
        || (moved && series.resource() == Resource.HEAP && series.kind() == Feature.HEAP_TESTED);
  }

  private JvmVerdict verdict(
      JvmWindow window, @Nullable Series[] all, Reading.@Nullable Context[] contexts) {
    JvmVerdict.Builder verdict =
        JvmVerdict.newBuilder().setInfo(window.getInfo()).setAsOfMs(window.getEndTimeMs());
    if (window.hasEnded()) {
      verdict.setEnded(window.getEnded());
    }
    for (int i = 0; i < ALL.length; i++) {
      Series series = all[i];
      Reading.Context context = contexts[i];
      if (series == null || context == null) {
        verdict.addResources(missing(ALL[i], window));
      } else {
        verdict.addResources(
            model.writer().write(series, context, judge(ALL[i]), window.getEndTimeMs()));
      }
    }
    return verdict.build();
  }

  private static io.heapcast.telemetry.v1.ResourceVerdict missing(
      Resource resource, JvmWindow window) {
    if (resource != Resource.HEAP) {
      return VerdictWriter.unknown(resource, "no-data", "the JVM has told nothing of it");
    }
    return FloorTracker.limitBytes(window) <= 0
        ? VerdictWriter.unknown(resource, "no-limit", "the JVM has not told its heap limit")
        : VerdictWriter.unknown(resource, "no-collection", "no collection seen yet");
  }

  private @Nullable Series heap(JvmWindow window) {
    double limit = FloorTracker.limitBytes(window);
    if (limit <= 0 || (floors.floors() == 0 && floors.young().count() == 0)) {
      return null;
    }
    boolean tested = floors.isTested() || floors.young().count() == 0;
    return tested
        ? new Series(
            Resource.HEAP, Feature.HEAP_TESTED, floors.cleaned(), floors.open(), limit, true)
        : new Series(Resource.HEAP, Feature.HEAP_UNTESTED, floors.young(), null, limit, true);
  }

  private Reading.Context context(Series series, JvmWindow window) {
    Collector collector = window.getInfo().getCollector();
    boolean heap = series.resource() == Resource.HEAP;
    return new Reading.Context(
        series.kind(),
        series.limit(),
        series.bound(),
        collectorClass(collector),
        heap ? capacityShare(collector) : 1,
        window.getInfo().getStartTimeMs() > 0 ? window.getInfo().getStartTimeMs() : firstWindowMs,
        firstWindowMs,
        series.history(),
        floors.cleanings(),
        floors.survived(),
        since -> growthSince(Resource.METASPACE, since),
        since -> growthSince(Resource.THREADS, since));
  }

  private double growthSince(Resource resource, long sinceMs) {
    return others.history(resource).growthSince(sinceMs);
  }

  private ResourceJudge judge(Resource resource) {
    ResourceJudge judge = judges.get(resource);
    if (judge == null) {
      throw new IllegalStateException("no judge of " + resource);
    }
    return judge;
  }

  private static int collectorClass(Collector collector) {
    return switch (collector) {
      case SERIAL, PARALLEL -> 0;
      case G1 -> 1;
      default -> 2;
    };
  }

  /**
   * Share of the heap limit that can be live before the JVM gives up: Parallel cannot use its eden
   * for old objects (two thirds and what survivors leave), the others nearly everything.
   */
  private static double capacityShare(Collector collector) {
    return switch (collector) {
      case PARALLEL -> 0.82;
      case SERIAL -> 0.95;
      default -> 0.97;
    };
  }
}
