package io.heapcast.detector.alert;

import io.heapcast.detector.v1.SeenInstance;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.VersionRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That a service leaks, from what its replicas and earlier incarnations say together.
 *
 * <p>Probabilities are added as normal quantiles z (Stouffer's method). Three voices speak:
 *
 * <ul>
 *   <li>the JVMs that grow, with Strube's correction for voices that are not independent (one wrong
 *       idea of the model speaks through all replicas alike): Σz / √(k + k(k−1)ρ), ρ = ½;
 *   <li>the share of comparable replicas that grow, Φ⁻¹((k + ½) / (n + 1)): replicas of the same
 *       version that grow, or are calm at an age at which its leak was caught;
 *   <li>the share of earlier JVMs of the version that leaked, alike.
 * </ul>
 *
 * <p>The last two have a weight of ½, less where they know little: ½ · (n−1)/(n+1) and ½ · n/(n+2),
 * so that a service of one JVM without a past is as probable to leak as its JVM. The weights are
 * reasoned, not fitted.
 *
 * <p>S. Stouffer et al., The American Soldier I (1949), 45; M. Strube, Combining and comparing
 * significance levels from nonindependent hypothesis tests, Psychological Bulletin 97 (1985).
 *
 * @param value 0.01 to 0.99
 */
record FleetProbability(double value, List<Reason> reasonsFor, List<Reason> reasonsAgainst) {

  private static final double CORRELATION = 0.5;
  private static final double WEIGHT = 0.5;
  private static final double LEAST = 0.01;
  private static final double MOST = 0.99;

  /** What a verdict without a probability of its own says. */
  private static final double OF_LEAK = 0.95;

  private static final double OF_SUSPECTED = 0.6;
  private static final double OF_REFUTED = 0.1;

  /** Without news a JVM's verdict is repeated this often. */
  private static final long VERDICT_EVERY_MS = 5 * 60_000;

  static FleetProbability of(LeakAlert.Builder alert, Instances instances, VersionMemory memory) {
    List<Reason> reasonsFor = new ArrayList<>();
    List<Reason> reasonsAgainst = new ArrayList<>();
    List<SeenInstance> growing = instances.which(seen -> Suspicion.of(seen).isAny());
    Set<@Nullable String> versions = versions(alert, growing);
    double z = growing.isEmpty() ? lastVoice(alert) : voices(growing);
    double squares = 1;

    List<SeenInstance> comparable = comparable(instances, growing, versions, memory);
    int k = growing.size();
    int n = comparable.size();
    if (k > 0 && n > 1) {
      double weight = WEIGHT * (n - 1) / (n + 1);
      z += weight * Normal.quantile((k + 0.5) / (n + 1));
      squares += weight * weight;
      (2 * k >= n ? reasonsFor : reasonsAgainst).add(replicas(k, n));
    }
    int leaked = leakedBefore(versions, memory, growing);
    int cleared = clearedBefore(versions, memory, instances);
    int past = leaked + cleared;
    if (past > 0) {
      double weight = WEIGHT * past / (past + 2);
      z += weight * Normal.quantile((leaked + 0.5) / (past + 1));
      squares += weight * weight;
      (2 * leaked >= past ? reasonsFor : reasonsAgainst).add(incarnations(leaked, past));
    }
    double value = Normal.cumulative(z / StrictMath.sqrt(squares));
    return new FleetProbability(Math.max(LEAST, Math.min(MOST, value)), reasonsFor, reasonsAgainst);
  }

  private static double voices(List<SeenInstance> growing) {
    int k = growing.size();
    double sum = growing.stream().mapToDouble(seen -> z(probability(seen))).sum();
    return sum / StrictMath.sqrt(k + k * (k - 1.0) * CORRELATION);
  }

  private static double probability(SeenInstance seen) {
    if (seen.hasProbability()) {
      return seen.getProbability();
    }
    return Suspicion.of(seen) == Suspicion.LEAK ? OF_LEAK : OF_SUSPECTED;
  }

  /** While nothing grows: what is known of the member that ended or was withdrawn last. */
  private static double lastVoice(LeakAlert.Builder alert) {
    double value = OF_REFUTED;
    for (AlertMember member : alert.getMembersList()) {
      if (member.getOutcome() == AlertOutcome.OUT_OF_MEMORY_ERROR
          || member.getOutcome() == AlertOutcome.CONTAINER_LIMIT) {
        value = Math.max(value, OF_LEAK);
      } else if (member.hasEndedMs() && member.getOutcome() != AlertOutcome.REFUTED) {
        value = Math.max(value, member.getVerdict().getProbability());
      }
    }
    return z(value);
  }

  private static double z(double probability) {
    return Normal.quantile(Math.max(LEAST, Math.min(MOST, probability)));
  }

  private static Set<@Nullable String> versions(
      LeakAlert.Builder alert, List<SeenInstance> growing) {
    Set<@Nullable String> versions = new HashSet<>();
    growing.forEach(seen -> versions.add(VersionMemory.versionOf(seen)));
    if (growing.isEmpty()) {
      alert
          .getMembersList()
          .forEach(member -> versions.add(VersionMemory.versionOf(member.getInfo())));
    }
    return versions;
  }

  private static List<SeenInstance> comparable(
      Instances instances,
      List<SeenInstance> growing,
      Set<@Nullable String> versions,
      VersionMemory memory) {
    Long caughtAgeMs = memory.caughtAgeMs();
    long atAgeMs =
        caughtAgeMs != null
            ? caughtAgeMs
            : growing.stream().mapToLong(Instances::ageMs).min().orElse(Long.MAX_VALUE);
    return instances.which(
        seen ->
            versions.contains(VersionMemory.versionOf(seen))
                && (Suspicion.of(seen).isAny() || isCalm(seen, atAgeMs)));
  }

  /**
   * Judged, and not found to leak at an age at which others were: as far as is known by verdicts
   * that come every five minutes.
   */
  static boolean isCalm(SeenInstance seen, long atAgeMs) {
    return isCalm(seen) && Instances.ageMs(seen) >= atAgeMs - VERDICT_EVERY_MS;
  }

  /** Judged, and not found to leak. */
  static boolean isCalm(SeenInstance seen) {
    return switch (seen.getState()) {
      case HEALTHY, CACHE_FILLING, LOAD_GROWTH, LIMIT_TOO_SMALL -> !seen.getSuspectedByMemory();
      default -> false;
    };
  }

  private static int leakedBefore(
      Set<@Nullable String> versions, VersionMemory memory, List<SeenInstance> growing) {
    int leaked =
        versions.stream()
            .map(memory::of)
            .filter(Objects::nonNull)
            .mapToInt(VersionRecord::getLeaked)
            .sum();
    int running = (int) growing.stream().filter(SeenInstance::getCountedLeaked).count();
    return Math.max(0, leaked - running);
  }

  private static int clearedBefore(
      Set<@Nullable String> versions, VersionMemory memory, Instances instances) {
    int cleared =
        versions.stream()
            .map(memory::of)
            .filter(Objects::nonNull)
            .mapToInt(VersionRecord::getCleared)
            .sum();
    int running =
        instances.count(
            seen -> seen.getCountedCleared() && versions.contains(VersionMemory.versionOf(seen)));
    return Math.max(0, cleared - running);
  }

  private static Reason replicas(int k, int n) {
    return 2 * k >= n
        ? reason("replicas-agree", "%d of %d comparable replicas grow".formatted(k, n))
        : reason(
            "replicas-differ",
            "%d of %d replicas of this version do not grow at this age".formatted(n - k, n));
  }

  private static Reason incarnations(int leaked, int past) {
    return 2 * leaked >= past
        ? reason("leaked-before", "%d of %d earlier JVMs leaked".formatted(leaked, past))
        : reason(
            "healthy-before", "%d of %d earlier JVMs did not leak".formatted(past - leaked, past));
  }

  private static Reason reason(String code, String text) {
    return Reason.newBuilder().setCode(code).setText(text).build();
  }
}
