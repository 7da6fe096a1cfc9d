package io.heapcast.bench.real;

import io.heapcast.bench.real.workload.Workloads;
import io.heapcast.collector.attach.AttachSteps;
import io.heapcast.collector.attach.Attacher;
import io.heapcast.collector.host.ProcFs;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leakbench record}. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = {
      "Records the real tier anew: runs each workload as a child JVM for two to four minutes, leaks"
          + " until an OutOfMemoryError, and keeps what the collector would have sent.",
      "Runs whose file is there already are skipped, so it can be ended and started again."
    })
public final class RecordCommand implements Callable<Integer> {

  private static final Duration ATTACH_TIMEOUT = Duration.ofSeconds(20);
  private static final int FOUND_WANTING = 1;

  @Option(
      names = "--families",
      split = ",",
      paramLabel = "FAMILY",
      description = "Only these; default: all that have a workload.")
  private List<String> families = new ArrayList<>(Workloads.families());

  @Option(
      names = "--collectors",
      split = ",",
      paramLabel = "NAME",
      description = "Of Serial, Parallel, G1, Z, Shenandoah; default: all.")
  private List<String> collectors = new ArrayList<>(RunSpec.COLLECTORS);

  @Option(
      names = "--jdks",
      split = ",",
      paramLabel = "VERSION",
      description =
          "Feature versions of JDKs beside the running one or in JAVA_HOME_<version>, taken in turn;"
              + " default: ${DEFAULT-VALUE}.")
  private List<Integer> jdks = new ArrayList<>(List.of(17, 25));

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Children at once; default: ${DEFAULT-VALUE}.")
  private int parallel = 6;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the runs and their manifest are kept.")
  private @Nullable Path out;

  @Option(
      names = "--raw",
      paramLabel = "DIR",
      description =
          "Keep the raw recordings here; those that are here already are normalised again instead"
              + " of being recorded. Default: they are deleted.")
  private @Nullable Path raw;

  /** Ends the command with 1 when a run was of no use. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    checkNames("--families", families, List.copyOf(Workloads.families()));
    checkNames("--collectors", collectors, RunSpec.COLLECTORS);
    Path corpusDirectory = out == null ? Path.of("") : out;
    Corpus corpus = new Corpus(corpusDirectory);
    Map<Integer, BenchJdk> homes = new TreeMap<>();
    jdks.forEach(feature -> homes.put(feature, BenchJdk.of(feature)));
    List<RunSpec> missing =
        RunSpec.plan(List.copyOf(Workloads.families()), jdks).stream()
            .filter(spec -> families.contains(spec.family()))
            .filter(spec -> collectors.contains(spec.collector()))
            .filter(spec -> !corpus.holds(spec))
            .toList();
    Path work = Files.createTempDirectory("leakbench-");
    Path rawDirectory = raw == null ? work.resolve("raw") : raw.toAbsolutePath();
    ProcFs proc = new ProcFs(Path.of("/proc"));
    RecordProgress progress = new RecordProgress(missing.size(), parallel);
    try (Attacher attacher = new Attacher(new AttachSteps(proc, ATTACH_TIMEOUT), ATTACH_TIMEOUT)) {
      RunRecorder recorder = new RunRecorder(attacher, work);
      ExecutorService children = Executors.newFixedThreadPool(parallel);
      for (RunSpec spec : missing) {
        RecordedRun run = new RecordedRun(rawDirectory.resolve(spec.fileName()));
        children.execute(() -> one(spec, run, homes.get(spec.jdk()), recorder, corpus, progress));
      }
      children.shutdown();
      while (!children.awaitTermination(1, TimeUnit.HOURS)) {
        // It takes as long as it takes.
      }
    } finally {
      RunRecorder.deleteTree(work);
    }
    progress.summary();
    return progress.failed() == 0 ? 0 : FOUND_WANTING;
  }

  private void one(
      RunSpec spec,
      RecordedRun run,
      @Nullable BenchJdk jdk,
      RunRecorder recorder,
      Corpus corpus,
      RecordProgress progress) {
    progress.started(spec);
    try {
      if (!run.complete() && jdk != null) {
        recorder.record(spec, jdk, run);
      }
      corpus.add(spec, run);
      if (raw == null) {
        RunRecorder.deleteTree(run.directory());
      }
      progress.done(spec);
    } catch (RunRecorder.RunFailed | IOException | RuntimeException e) {
      progress.failed(spec, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void checkNames(String option, List<String> found, List<String> known) {
    for (String name : found) {
      if (!known.contains(name)) {
        throw UserError.usage(
            option, "'" + name + "'", "of " + String.join(", ", known), "Correct it");
      }
    }
  }
}
