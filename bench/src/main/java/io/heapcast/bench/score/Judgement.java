package io.heapcast.bench.score;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.run.Played;
import io.heapcast.bench.run.Track;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.v1.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which alarms of a run are a find, which are false. The rules, in words that a rival can check:
 *
 * <ol>
 *   <li>An alarm raised before the first leaking allocation is false, on whatever resource. So is
 *       every alarm in a healthy run.
 *   <li>A find is an alarm on the leaking resource raised from the first leaking allocation on, and
 *       not after the end of the window of 10 s in which exhaustion falls (or the end of the run,
 *       where nothing was exhausted): opinions bear the end of their window, so that one given at
 *       the end of a recording is stamped after the exhaustion that ended it. What is found after
 *       exhaustion counts as raised at exhaustion: its lead is 0, never negative. The first one
 *       counts.
 *   <li>It is no find while an alarm on that resource still stands from before the leak, in
 *       whichever JVM of the run: nobody would have been told anything new.
 *   <li>An alarm on another resource than the leaking one is false, unless the case says that this
 *       resource truly grows with the leak ({@code also.grows}): then it is neither.
 *   <li>An alarm on the leaking resource after that window is neither: too late, but not wrong.
 * </ol>
 */
public final class Judgement {

  /**
   * Attribute of a case: further resources that grow without bound because of the leak, as names of
   * {@link Resource} joined by commas.
   */
  public static final String ALSO_GROWS = "also.grows";

  private static final Pattern COMMA = Pattern.compile(",");

  private final Truth truth;
  private final Set<Resource> alsoGrow;
  private final List<Alarm> alarms;

  private Judgement(Case watched, List<Alarm> alarms) {
    this.truth = watched.truth();
    this.alsoGrow = alsoGrow(watched);
    this.alarms = alarms.stream().sorted(Comparator.comparingLong(Alarm::raisedMs)).toList();
  }

  /** Judges the alarms of one contender in all JVMs of a run. */
  public static Judgement of(Played played, String contender) {
    List<Alarm> alarms = new ArrayList<>();
    for (Track track : played.tracksOf(contender)) {
      alarms.addAll(Alarm.of(track, played.span(track.jvmId())));
    }
    return new Judgement(played.watched(), alarms);
  }

  /** All alarms, in the order of their times. */
  public List<Alarm> alarms() {
    return alarms;
  }

  /**
   * The find, raised at exhaustion at the latest; absent: the leak was missed, or there is none.
   */
  public Optional<Alarm> find() {
    return alarms.stream()
        .filter(this::couldFind)
        .filter(alarm -> !isOldNews(alarm))
        .findFirst()
        .map(this::atExhaustionAtTheLatest);
  }

  /** All false alarms, in the order of their times. */
  public List<Alarm> falseAlarms() {
    return alarms.stream().filter(this::isFalse).toList();
  }

  /** False alarms raised while nothing leaked: those that the observed healthy time stands for. */
  List<Alarm> falseAlarmsWhileHealthy() {
    return alarms.stream().filter(alarm -> isFalse(alarm) && !isInLeak(alarm)).toList();
  }

  private boolean couldFind(Alarm alarm) {
    return isInLeak(alarm)
        && alarm.resource() == truth.resource()
        && alarm.raisedMs() <= lastFindMs();
  }

  /** End of the window in which exhaustion falls; one that ends at exhaustion is that window. */
  private long lastFindMs() {
    if (truth.exhaustedMs().isEmpty()) {
      return Long.MAX_VALUE;
    }
    return -Math.floorDiv(-truth.exhaustedMs().getAsLong(), WindowEngine.WINDOW_MS)
        * WindowEngine.WINDOW_MS;
  }

  private Alarm atExhaustionAtTheLatest(Alarm alarm) {
    long exhaustedMs = truth.exhaustedMs().orElse(Long.MAX_VALUE);
    if (alarm.raisedMs() <= exhaustedMs) {
      return alarm;
    }
    Opinion late = alarm.raisedBy();
    Opinion raise =
        new Opinion(
            exhaustedMs,
            late.resource(),
            late.alarm(),
            late.state(),
            late.probability(),
            late.inflection(),
            late.exhaustion());
    return new Alarm(alarm.jvmId(), raise, alarm.standsUntilMs(), alarm.resolved());
  }

  private boolean isOldNews(Alarm alarm) {
    return alarms.stream()
        .anyMatch(
            old ->
                old.resource() == alarm.resource()
                    && !isInLeak(old)
                    && old.standsUntilMs() > alarm.raisedMs());
  }

  /** Whether an alarm of this run is false. */
  public boolean isFalse(Alarm alarm) {
    return !isInLeak(alarm)
        || (alarm.resource() != truth.resource() && !alsoGrow.contains(alarm.resource()));
  }

  private boolean isInLeak(Alarm alarm) {
    return truth.label() == Label.LEAK && alarm.raisedMs() >= truth.leakBeginMs().getAsLong();
  }

  private static Set<Resource> alsoGrow(Case watched) {
    String named = watched.attributes().getOrDefault(ALSO_GROWS, "");
    return COMMA
        .splitAsStream(named)
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(Resource::valueOf)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Resource.class)));
  }
}
