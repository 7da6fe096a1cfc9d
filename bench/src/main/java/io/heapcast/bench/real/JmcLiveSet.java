package io.heapcast.bench.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemFilter;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.flightrecorder.CouldNotLoadRecordingException;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmc.flightrecorder.jdk.JdkTypeIDs;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.ResultProvider;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.jdk.memory.IncreasingLiveSetRule;

/**
 * What JDK Mission Control's rule "Heap Live Set Trend" says of a whole recording, by its own
 * artifact and with its default preferences.
 *
 * <p>Old object samples are written by a dump only, and a JVM that dies of its leak makes none.
 * Where they were switched on and did not come, the rule caps its score at 25, usually 0. So they
 * and the settings that announce them are left out, and the rule goes by the trend alone, as it
 * does for recordings without them: that is the larger score.
 */
public final class JmcLiveSet {

  /**
   * What the rule says.
   *
   * @param score 0 to 100; absent: the rule gives none, as where it sees no leak or too few events
   * @param severity in the rule's words: OK, INFO, WARNING, NA, IGNORE
   */
  public record Result(Optional<Double> score, String severity) {}

  /** It warns of fields that its newest events have and older JDKs do not record. Held strongly. */
  private static final Logger QUIET = Logger.getLogger("org.openjdk.jmc");

  static {
    QUIET.setLevel(Level.SEVERE);
  }

  private static final IItemFilter READ =
      ItemFilters.and(
          ItemFilters.not(ItemFilters.type(JdkTypeIDs.OLD_OBJECT_SAMPLE)),
          ItemFilters.not(ItemFilters.type(JdkTypeIDs.RECORDING_SETTING)));

  private JmcLiveSet() {}

  /** The rule's score of a recording, 0 to 100; absent: it gives none. */
  public static Optional<Double> score(Path jfr) throws IOException {
    return judge(jfr).score();
  }

  /**
   * The rule's result for a recording.
   *
   * @throws IOException when JMC cannot read the file
   */
  public static Result judge(Path jfr) throws IOException {
    try {
      IItemCollection events = JfrLoaderToolkit.loadEvents(jfr.toFile()).apply(READ);
      RunnableFuture<IResult> evaluation =
          new IncreasingLiveSetRule()
              .createEvaluation(
                  events, IPreferenceValueProvider.DEFAULT_VALUES, new ResultProvider());
      evaluation.run();
      IResult result = evaluation.get();
      @Nullable IQuantity score = result.getResult(TypedResult.SCORE);
      Severity severity = result.getSeverity();
      return new Result(Optional.ofNullable(score).map(IQuantity::doubleValue), severity.name());
    } catch (CouldNotLoadRecordingException | ExecutionException e) {
      throw new IOException(jfr + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
