package io.heapcast.cli.analyze;

import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.telemetry.v1.VerdictState;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Puts one JVM of the files through a {@link Replay} and keeps the last word on each resource. */
final class Analyzer {

  private static final List<Resource> RESOURCES =
      List.of(
          Resource.HEAP, Resource.METASPACE, Resource.THREADS, Resource.DIRECT, Resource.NATIVE);

  private final SourceKind kind;
  private final Set<Resource> measured = EnumSet.noneOf(Resource.class);
  private @Nullable Replay replay;
  private @Nullable JvmVerdict last;
  private @Nullable JvmInfo info;
  private long startMs;
  private long endMs;

  private Analyzer(SourceKind kind) {
    this.kind = kind;
  }

  /**
   * Reads a JVM to its end and judges it.
   *
   * @param faults takes what turns out to be damaged; the rest is judged nevertheless
   * @return empty when nothing at all could be read
   */
  static Optional<Analysis> analyze(
      RecordedJvm jvm, LongConsumer bytesDone, Consumer<UserError> faults) {
    Analyzer analyzer = new Analyzer(jvm.kind());
    try {
      jvm.read(analyzer::accept, bytesDone);
    } catch (UserError e) {
      faults.accept(e);
    } catch (IOException e) {
      faults.accept(InputFiles.unreadable(jvm.files().get(0), e));
    } catch (RuntimeException e) {
      faults.accept(InputFiles.unforeseen(jvm.files().get(0), e));
    }
    return analyzer.finish(jvm);
  }

  private void accept(TelemetryBatch batch) {
    Replay running = replay;
    if (running == null) {
      running = new Replay(batch.getJvmId(), this::notice, verdict -> last = verdict);
      replay = running;
      startMs = Math.floorDiv(batch.getObservedUntilMs(), 1_000L) * 1_000; // of its first second
    }
    if (batch.hasInfo()) {
      info = batch.getInfo();
    }
    endMs = Math.max(endMs, batch.getObservedUntilMs());
    running.accept(batch);
  }

  private void notice(JvmWindow window) {
    if (window.hasThreads()) {
      measured.add(Resource.THREADS);
    }
    if (window.hasMetaspaceUsedBytes()) {
      measured.add(Resource.METASPACE);
    }
    if (window.hasDirectUsedBytes()) {
      measured.add(Resource.DIRECT);
    }
    if (window.hasResidentBytes() || window.hasContainerUsageBytes()) {
      measured.add(Resource.NATIVE);
    }
    if (window.hasYoung() || window.getCollectionsCount() > 0) {
      measured.add(Resource.HEAP);
    }
  }

  private Optional<Analysis> finish(RecordedJvm jvm) {
    if (replay == null) {
      return Optional.empty();
    }
    replay.finish();
    JvmVerdict verdict = last == null ? JvmVerdict.getDefaultInstance() : last;
    JvmInfo said = info == null ? verdict.getInfo() : info;
    return Optional.of(
        new Analysis(
            jvm.kind(),
            jvm.files(),
            Instant.ofEpochMilli(startMs),
            Instant.ofEpochMilli(endMs),
            said,
            Instant.ofEpochMilli(verdict.getAsOfMs()),
            RESOURCES.stream().map(resource -> of(resource, verdict)).toList(),
            jvm.missing()));
  }

  private ResourceVerdict of(Resource resource, JvmVerdict verdict) {
    for (ResourceVerdict found : verdict.getResourcesList()) {
      if (found.getResource() == resource && isKnown(found)) {
        return found;
      }
    }
    return ResourceVerdict.newBuilder()
        .setResource(resource)
        .setState(VerdictState.UNKNOWN)
        .addReasonsAgainst(Reason.newBuilder().setCode("no-data").setText(noData(resource)))
        .build();
  }

  /** The detector does not say whether it lacked the data or the skill. */
  private boolean isKnown(ResourceVerdict verdict) {
    return measured.contains(verdict.getResource())
        || verdict.getState() != VerdictState.UNKNOWN
        || verdict.getResource() == Resource.HEAP;
  }

  private String noData(Resource resource) {
    String what =
        switch (resource) {
          case HEAP -> "no heap use after a collection";
          case METASPACE -> "no metaspace use";
          case THREADS -> "no thread counts";
          case DIRECT -> "no direct buffers";
          case NATIVE -> "no resident memory";
          case RESOURCE_UNSPECIFIED, UNRECOGNIZED -> "nothing of it";
        };
    return (kind == SourceKind.GC_LOG ? "a GC log tells " : "the recording tells ") + what;
  }
}
