package io.heapcast.bench.yours;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Part;
import io.heapcast.bench.leak.Telemetry;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.real.JmcLiveSet;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.JvmInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The labelled recordings of a folder as cases. */
public final class YourCases {

  /** JMC loads a recording whole; a larger one would need more memory than anything else here. */
  private static final long MOST_JMC_BYTES = 100_000_000;

  private YourCases() {}

  /**
   * All runs of a folder, in the order of its labels. Attributes: {@code jdk}, {@code note}, {@code
   * jmc.score} for a run of one recording of at most 100 MB.
   *
   * @param faults takes what is wrong with a line or its files, one error for each
   * @throws UserError when the labels cannot be read
   */
  public static List<Case> cases(Path directory, Consumer<UserError> faults) {
    List<Case> cases = new ArrayList<>();
    for (LabelledFile labelled : Labels.read(directory, faults)) {
      try {
        cases.add(of(directory, labelled));
      } catch (UserError e) {
        faults.accept(e);
      } catch (IOException e) {
        faults.accept(
            UserError.usage(
                line(directory, labelled),
                String.valueOf(e.getMessage()),
                "recordings (.jfr) or GC logs that can be read",
                "Copy them again"));
      }
    }
    return cases;
  }

  private static Case of(Path directory, LabelledFile labelled) throws IOException {
    boolean windows = labelled.files().stream().allMatch(KeptWindows::isFile);
    JvmInfo info =
        (windows ? KeptWindows.info(labelled.files()) : Recordings.info(labelled.files()))
            .orElse(JvmInfo.getDefaultInstance());
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("jdk", info.getJdkVersion());
    attributes.put("note", labelled.note());
    attributes.put("jmc.score", jmcScore(labelled));
    attributes.values().removeIf(String::isEmpty);
    return new Case(
        "yours/" + directory.relativize(labelled.files().get(0)),
        Tier.YOURS,
        family(labelled),
        info.getCollector(),
        labelled.truth(),
        attributes,
        windows
            ? new KeptWindows(labelled.files(), line(directory, labelled))
            : telemetry(directory, labelled));
  }

  private static Family family(LabelledFile labelled) {
    boolean leaking = labelled.truth().label() == Label.LEAK;
    return Families.all()
        .filter(known -> known.id().equals(labelled.family()) && known.leaking() == leaking)
        .findFirst()
        .map(known -> new Family(known.id(), Part.JUDGING, leaking, known.what()))
        .orElseGet(
            () -> new Family(labelled.family(), Part.JUDGING, leaking, "A family of your own."));
  }

  private static String jmcScore(LabelledFile labelled) throws IOException {
    Path file = labelled.files().get(0);
    if (labelled.files().size() > 1
        || !file.toString().endsWith(".jfr")
        || Files.size(file) > MOST_JMC_BYTES) {
      return "";
    }
    return JmcLiveSet.score(file).map(score -> Double.toString(score)).orElse("n/a");
  }

  /** A begin that lies beyond the recording is most often a time zone: said, not scored. */
  private static Telemetry telemetry(Path directory, LabelledFile labelled) {
    return sink -> {
      AtomicLong untilMs = new AtomicLong(Long.MIN_VALUE);
      Recordings.play(
          labelled.files(),
          batch -> {
            untilMs.accumulateAndGet(batch.getObservedUntilMs(), Math::max);
            sink.accept(batch);
          });
      if (untilMs.get() == Long.MIN_VALUE) {
        throw UserError.usage(
            line(directory, labelled), "no telemetry", "a recording of a JVM", "Remove the line");
      }
      long beginMs = labelled.truth().leakBeginMs().orElse(Long.MIN_VALUE);
      if (beginMs > untilMs.get()) {
        throw UserError.usage(
            line(directory, labelled),
            "leak_begin " + Instant.ofEpochMilli(beginMs),
            "a time before the end of the recording, " + Instant.ofEpochMilli(untilMs.get()),
            "Give it in UTC");
      }
    };
  }

  private static String line(Path directory, LabelledFile labelled) {
    return "%s line %d".formatted(directory.resolve(Labels.FILE), labelled.line());
  }
}
