package io.heapcast.detector.alert;

import io.heapcast.detector.v1.SeenInstance;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.VersionRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JVMs that run after the members of an alert, and can show that the leak is gone.
 *
 * <p>Those of a version that leaked speak first: while one of them runs, no other version can speak
 * for it. Otherwise it is those of other versions that started after suspicion began, or are of a
 * version that came later than the leaking ones. A JVM that was heard of before suspicion, and
 * whose clock is ahead, did not start after it.
 *
 * @param running the ones that have to prove it
 * @param sameVersions the leaking versions that they are of; empty when they are of others
 */
record Successors(List<SeenInstance> running, Set<@Nullable String> sameVersions) {

  static Successors of(LeakAlert.Builder alert, Instances instances, VersionMemory memory) {
    Set<@Nullable String> leaking = new HashSet<>();
    for (AlertMember member : alert.getMembersList()) {
      leaking.add(VersionMemory.versionOf(member.getInfo()));
    }
    List<SeenInstance> same =
        instances.which(
            seen -> isStartedSince(alert, seen) && leaking.contains(VersionMemory.versionOf(seen)));
    if (!same.isEmpty()) {
      Set<@Nullable String> versions = new HashSet<>();
      same.forEach(seen -> versions.add(VersionMemory.versionOf(seen)));
      return new Successors(same, versions);
    }
    long leakingSinceMs =
        leaking.stream()
            .map(memory::of)
            .filter(Objects::nonNull)
            .mapToLong(VersionRecord::getFirstStartMs)
            .max()
            .orElse(Long.MAX_VALUE);
    List<SeenInstance> others =
        instances.which(
            seen ->
                !leaking.contains(VersionMemory.versionOf(seen))
                    && (isStartedSince(alert, seen)
                        || isNewer(memory.of(VersionMemory.versionOf(seen)), leakingSinceMs)));
    return new Successors(others, Set.of());
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /**
   * Whether the leak is gone: as many as leaked before, or all there are, are calm past the age at
   * which it was caught, and saw nothing leak for as long.
   *
   * @param mostLeaking most JVMs that leaked at the same time
   * @param caughtAgeMs age at which the leak was caught, the latest
   */
  boolean prove(int mostLeaking, long caughtAgeMs) {
    long calm =
        running.stream()
            .filter(FleetProbability::isCalm)
            .filter(seen -> Instances.ageMs(seen) > caughtAgeMs && Quiet.ofMs(seen) > caughtAgeMs)
            .count();
    return calm > 0 && calm >= Math.min(mostLeaking, running.size());
  }

  private static boolean isStartedSince(LeakAlert.Builder alert, SeenInstance seen) {
    return !seen.getBeforeAlert() && seen.getStartMs() >= alert.getPendingMs();
  }

  private static boolean isNewer(@Nullable VersionRecord version, long leakingSinceMs) {
    return version != null && version.getFirstStartMs() > leakingSinceMs;
  }
}
