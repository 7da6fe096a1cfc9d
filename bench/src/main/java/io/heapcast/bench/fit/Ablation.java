package io.heapcast.bench.fit;

import io.heapcast.bench.Home;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.rival.Heapcast;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.detector.model.LeakModel;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.YoungCollections;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/**
 * Heapcast without one of its ideas, learned anew without it: what the idea is worth is the
 * difference. Thresholds and guards stay.
 */
public enum Ablation {
  /** Every use after any collection is believed, as if it were a live set. */
  FLOORS("without floors"),
  /** Growth is read by the clock alone. */
  WORK("without work axis"),
  /** The score is not told what the load explains; the guard that asks for it stays. */
  LOAD("without load"),
  /** Eight rules instead of the fitted score. */
  CLASSIFIER("without classifier");

  /** As {@code leakbench features} takes by default. */
  private static final List<Long> SEEDS = List.of(11L, 12L, 13L, 14L, 15L, 16L);

  private static final Set<String> OF_LOAD =
      Set.of("LOAD_HELPS", "RISE_BESIDE_LOAD", "RATE_CHANGE", "RATE_CORRELATION");

  private final String label;

  Ablation(String label) {
    this.label = label;
  }

  /** In the tables. */
  public String label() {
    return label;
  }

  /** Learns anew, which takes a minute or two, and competes. */
  public Contender contender() {
    return Heapcast.variant(label, "Heapcast " + label + ", learned anew.", model(), this::seen);
  }

  private LeakModel model() {
    if (this == CLASSIFIER) {
      return LeakModel.rules();
    }
    FeatureTable table =
        this == LOAD
            ? FeatureTable.read(Home.directory().resolve("model/features.csv.gz"))
            : new FeatureTable(
                JvmDetector.featureNames(), LearningRuns.features(SEEDS, this::seen));
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text);
    LeakModelFit.of(table, new FitSettings(), this == LOAD ? OF_LOAD : Set.of()).write(writer);
    writer.flush();
    try {
      return LeakModel.read(new BufferedReader(new StringReader(text.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JvmWindow seen(JvmWindow window) {
    return switch (this) {
      case FLOORS -> everyCollection(window);
      case WORK -> noWork(window);
      case LOAD, CLASSIFIER -> window;
    };
  }

  private static JvmWindow everyCollection(JvmWindow window) {
    JvmWindow.Builder seen = window.toBuilder().clearCollections().clearYoung();
    for (Collection collection : window.getCollectionsList()) {
      if (collection.hasHeapAfterBytes()) {
        seen.addCollections(
            collection.toBuilder().setKind(GcKind.FULL).clearHeapBeforeBytes().clearIncomplete());
      }
    }
    YoungCollections young = window.getYoung();
    if (young.hasLowestAfterBytes()) {
      seen.addCollections(
          Collection.newBuilder()
              .setEndTimeMs(young.getLowestTimeMs())
              .setWorkBytes(young.getLowestWorkBytes())
              .setKind(GcKind.FULL)
              .setHeapAfterBytes(young.getLowestAfterBytes()));
    }
    return seen.build();
  }

  private static JvmWindow noWork(JvmWindow window) {
    JvmWindow.Builder seen = window.toBuilder().clearAllocatedBytes().clearWorkBytes();
    seen.getCollectionsBuilderList().forEach(Collection.Builder::clearWorkBytes);
    if (seen.hasYoung()) {
      seen.getYoungBuilder().clearLowestWorkBytes();
    }
    return seen.build();
  }
}
