package io.heapcast.bench.fit;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.leak.Watch;
import io.heapcast.bench.score.Judgement;
import io.heapcast.detector.model.FeatureSink;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.detector.model.LeakModel;
import io.heapcast.detector.v1.DetectorState;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** Plays the detector only to hear what it reads, and labels that by the truth of the run. */
final class FeatureContender implements Contender {

  /** Of one resource of one JVM at most: evenly spread over all that was read. */
  private static final int MOST_ROWS = 20;

  private final Queue<FeatureRow> rows = new ConcurrentLinkedQueue<>();
  private final UnaryOperator<JvmWindow> seen;

  /**
   * A listener.
   *
   * @param seen what the detector sees of a window
   */
  FeatureContender(UnaryOperator<JvmWindow> seen) {
    this.seen = seen;
  }

  Queue<FeatureRow> rows() {
    return rows;
  }

  @Override
  public String name() {
    return "features";
  }

  @Override
  public String about() {
    return "Hears what the detector reads.";
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    return new Listening(watched);
  }

  private final class Listening implements Watch, FeatureSink {
    private final Case watched;
    private final JvmDetector detector;
    private final Map<Resource, List<FeatureRow>> heard = new EnumMap<>(Resource.class);

    Listening(Case watched) {
      this.watched = watched;
      this.detector = new JvmDetector(DetectorState.getDefaultInstance(), LeakModel.rules(), this);
    }

    @Override
    public List<Opinion> accept(JvmWindow window) {
      detector.accept(seen.apply(window));
      return List.of();
    }

    @Override
    public List<Opinion> end() {
      for (List<FeatureRow> all : heard.values()) {
        int n = all.size();
        int kept = Math.min(n, MOST_ROWS);
        for (int i = 0; i < kept; i++) {
          rows.add(all.get((int) ((long) i * n / kept)));
        }
      }
      return List.of();
    }

    @Override
    public void read(Resource resource, long timeMs, double[] features, double plainSeconds) {
      Truth truth = watched.truth();
      if (truth.label() == Label.NOT_ACTIONABLE) {
        return;
      }
      boolean leaks = truth.label() == Label.LEAK;
      long beginMs = truth.leakBeginMs().orElse(Long.MAX_VALUE);
      boolean alsoGrows =
          watched.attributes().getOrDefault(Judgement.ALSO_GROWS, "").contains(resource.name());
      if (leaks && timeMs >= beginMs && resource != truth.resource() && alsoGrows) {
        return;
      }
      if (leaks && timeMs > truth.exhaustedMs().orElse(Long.MAX_VALUE)) {
        return;
      }
      if (leaks && truth.leakEndMs().isPresent() && timeMs > truth.leakEndMs().getAsLong()) {
        return;
      }
      boolean leaking = leaks && resource == truth.resource() && timeMs >= beginMs;
      double endLog = Double.NaN;
      if (leaking && truth.exhaustedMs().isPresent() && plainSeconds > 0) {
        double trueSeconds = (truth.exhaustedMs().getAsLong() - timeMs) / 1000.0;
        endLog = trueSeconds > 0 ? Math.log(trueSeconds / plainSeconds) : Double.NaN;
      }
      heard
          .computeIfAbsent(resource, key -> new ArrayList<>())
          .add(
              new FeatureRow(
                  watched.id(),
                  watched.family().id(),
                  resource.name(),
                  leaking,
                  endLog,
                  features.clone()));
    }
  }
}
