package io.heapcast.detector.alert;

import io.heapcast.detector.v1.PastLife;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The leak that restarts hide: every life of a version rises from its begin to its end, as fast as
 * the one before, and is shut down before the memory is full.
 *
 * <p>One such life looks as a cache does that fills, and no single JVM can tell. A cache that is
 * never full in life after life, and always fills at the same pace, is a leak for all that anyone
 * will ever see of it. So two whole lives that rose alike, and half of a third, are concluded to
 * leak. A ticket at most: the next restart comes first.
 */
final class Lives {

  private static final int MOST = 8;

  /** Jobs that run for an hour or two and fill memory as they go are no services that leak. */
  private static final Duration LEAST_LIFE = Duration.ofHours(6);

  private static final String CODE = "rises-in-every-life";

  /** Whole lives that must have risen; the last ones of the version. */
  private static final int RISEN = 2;

  /** Less rise per life, as a part of the limit, takes more than ten lives. */
  private static final double LEAST_RISE = 0.1;

  /** Paces of the lives differ by this factor at most. */
  private static final double ALIKE = 2;

  /** So much of a usual life must the present one have risen, too. */
  private static final double LEAST_AGE = 0.5;

  /** As sure as a plain leak that was just concluded. */
  private static final double PROBABILITY = 0.85;

  /**
   * Replicas that end within this part of a life are one life: a rollout restarts all of them, and
   * none is the next life of another.
   */
  private static final double TOGETHER = 0.25;

  /** Lower and upper end of the forecast's interval over its middle: the paces differ so. */
  private static final double EARLIEST = 0.7;

  private static final double LATEST = 1.6;

  private final List<PastLife> latest;

  Lives(List<PastLife> state) {
    latest = new ArrayList<>(state);
  }

  List<PastLife> toState() {
    return latest;
  }

  /** A JVM was shut down; this was said of it last. One that lived for less than 6 h is no life. */
  void ended(JvmVerdict verdict, ResourceVerdict resource) {
    JvmInfo info = verdict.getInfo();
    long lifeMs = verdict.getEnded().getTimeMs() - info.getStartTimeMs();
    if (lifeMs < LEAST_LIFE.toMillis()) {
      return;
    }
    PastLife.Builder life =
        PastLife.newBuilder()
            .setLifeMs(lifeMs)
            .setSteadyRise(resource.getSteadyRise())
            .setEndedMs(verdict.getEnded().getTimeMs());
    if (info.hasServiceVersion()) {
      life.setServiceVersion(info.getServiceVersion());
    }
    for (int i = 0; i < latest.size(); i++) {
      PastLife replica = latest.get(i);
      if (isOf(info, replica) && endedTogether(replica, life)) {
        if (life.getSteadyRise() < replica.getSteadyRise()) {
          latest.set(i, life.setEndedMs(replica.getEndedMs()).build());
        }
        return;
      }
    }
    latest.add(life.build());
    if (latest.size() > MOST) {
      latest.remove(0);
    }
  }

  /**
   * The verdict on a JVM as it is with those before it known; empty: they change nothing.
   *
   * @param before whether this JVM was concluded to leak in this way already: then it need only
   *     still rise
   */
  Optional<ResourceVerdict> conclude(JvmVerdict verdict, ResourceVerdict resource, boolean before) {
    if (!isOpen(resource.getState())) {
      return Optional.empty();
    }
    List<PastLife> past = past(verdict.getInfo());
    if (past.isEmpty() || !(before || repeats(verdict, resource, past))) {
      return Optional.empty();
    }
    ResourceVerdict.Builder leak =
        resource.toBuilder()
            .setState(VerdictState.LEAK)
            .setProbability(Math.max(PROBABILITY, resource.getProbability()))
            .addReasonsFor(0, reason(past));
    double perSecond = 1000 * past.stream().mapToDouble(Lives::pace).average().orElse(0);
    double room = resource.getLimit() > 0 ? 1 - resource.getLevel() / resource.getLimit() : 0;
    if (room > 0 && !resource.hasExhaustionP50S()) {
      double seconds = room / perSecond;
      leak.setExhaustionP10S(EARLIEST * seconds)
          .setExhaustionP50S(seconds)
          .setExhaustionP90S(LATEST * seconds);
    }
    return Optional.of(leak.build());
  }

  /** Whether a verdict says leak by this comparison alone. */
  static boolean alone(ResourceVerdict verdict) {
    return verdict.getReasonsForList().stream().anyMatch(reason -> reason.getCode().equals(CODE));
  }

  /** Not said to leak by itself, and not flat. */
  private static boolean isOpen(VerdictState state) {
    return switch (state) {
      case CACHE_FILLING, WARMING_UP, LOAD_GROWTH, LEAK_SUSPECTED, UNKNOWN -> true;
      default -> false;
    };
  }

  private static boolean repeats(
      JvmVerdict verdict, ResourceVerdict resource, List<PastLife> past) {
    long ageMs = verdict.getAsOfMs() - verdict.getInfo().getStartTimeMs();
    double usualMs = past.stream().mapToLong(PastLife::getLifeMs).average().orElse(0);
    double pace = resource.getSteadyRise() / Math.max(1, ageMs);
    return resource.hasSteadyRise()
        && ageMs >= LEAST_AGE * usualMs
        && past.stream().allMatch(life -> isAlike(pace, pace(life)));
  }

  private static boolean isOf(JvmInfo info, PastLife life) {
    return Objects.equals(
        life.hasServiceVersion() ? life.getServiceVersion() : null, VersionMemory.versionOf(info));
  }

  private static boolean endedTogether(PastLife replica, PastLife.Builder life) {
    long apartMs = Math.abs(life.getEndedMs() - replica.getEndedMs());
    return apartMs < TOGETHER * Math.min(life.getLifeMs(), replica.getLifeMs());
  }

  /**
   * The last lives of the version, each before the next and before this JVM, if all of them rose,
   * and alike.
   */
  private List<PastLife> past(JvmInfo info) {
    List<PastLife> last = new ArrayList<>();
    long nextStartMs = info.getStartTimeMs();
    for (int i = latest.size() - 1; i >= 0 && last.size() < RISEN; i--) {
      PastLife life = latest.get(i);
      if (isOf(info, life)
          && life.getEndedMs() <= nextStartMs + (long) (TOGETHER * life.getLifeMs())) {
        last.add(0, life);
        nextStartMs = life.getEndedMs() - life.getLifeMs();
      }
    }
    if (last.size() < RISEN) {
      return List.of();
    }
    boolean risen =
        last.stream()
            .allMatch(
                life ->
                    life.getSteadyRise() >= LEAST_RISE && isAlike(pace(life), pace(last.get(0))));
    return risen ? last : List.of();
  }

  /** Part of the limit per millisecond. */
  private static double pace(PastLife life) {
    return life.getSteadyRise() / life.getLifeMs();
  }

  private static boolean isAlike(double one, double other) {
    return one <= ALIKE * other && other <= ALIKE * one;
  }

  private static Reason reason(List<PastLife> past) {
    double least = past.stream().mapToDouble(PastLife::getSteadyRise).min().orElse(0);
    double most = past.stream().mapToDouble(PastLife::getSteadyRise).max().orElse(0);
    double hours = past.stream().mapToLong(PastLife::getLifeMs).average().orElse(0) / 3.6e6;
    return Reason.newBuilder()
        .setCode(CODE)
        .setText(
            String.format(
                Locale.ROOT,
                "the last %d JVMs rose by %.0f to %.0f %% of the limit until they were shut down"
                    + " after %.1f h, and this one rises alike",
                past.size(),
                100 * least,
                100 * most,
                hours))
        .build();
  }
}
