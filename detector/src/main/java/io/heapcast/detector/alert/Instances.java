package io.heapcast.detector.alert;

import io.heapcast.detector.v1.SeenInstance;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The replicas of a service that run, with what was said of each last. By jvm id, in its order. */
final class Instances {

  /** Further ones are judged, but not counted. */
  private static final int MOST = 1_000;

  /** Of these, the ones beyond {@link #MOST} all leak. */
  private static final int MOST_LEAKING = 2_000;

  /** Of a verdict, so much after the time at which it came: the JVM's clock is wrong. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Map<String, SeenInstance> byJvm;

  Instances(Map<String, SeenInstance> state) {
    byJvm = new TreeMap<>(state);
  }

  Map<String, SeenInstance> toState() {
    return byJvm;
  }

  @Nullable SeenInstance get(String jvmId) {
    return byJvm.get(jvmId);
  }

  /** Takes note of a verdict, and of what was made of it. */
  void put(JvmVerdict verdict, ResourceVerdict resource, Suspicion suspicion, long wallMs) {
    JvmInfo info = verdict.getInfo();
    SeenInstance before = byJvm.get(info.getJvmId());
    if (before == null && byJvm.size() >= (suspicion == Suspicion.LEAK ? MOST_LEAKING : MOST)) {
      return;
    }
    SeenInstance.Builder seen =
        (before == null ? SeenInstance.getDefaultInstance() : before)
            .toBuilder()
                .setState(suspicion.state(resource.getState()))
                .setSuspectedByMemory(suspicion == Suspicion.BY_MEMORY)
                .setAsOfMs(verdict.getAsOfMs())
                .setStartMs(info.getStartTimeMs())
                .setLastSeenMs(wallMs);
    if (before != null && before.hasQuietSinceMs()) {
      long setBackMs = Math.max(0, before.getAsOfMs() - verdict.getAsOfMs());
      seen.setQuietSinceMs(before.getQuietSinceMs() - setBackMs);
    }
    if (info.hasServiceVersion()) {
      seen.setServiceVersion(info.getServiceVersion());
    }
    if (resource.hasProbability()) {
      seen.setProbability(resource.getProbability());
    } else {
      seen.clearProbability();
    }
    byJvm.put(info.getJvmId(), seen.build());
  }

  /** Takes note of how a JVM was concluded to leak, if it is known. */
  void risesInEveryLife(String jvmId, boolean rises) {
    byJvm.computeIfPresent(
        jvmId, (id, seen) -> seen.toBuilder().setRisesInEveryLife(rises).build());
  }

  /**
   * An alert opens. Of those that are known, the ones whose clock is ahead were there before it,
   * whatever that says; the others tell by when they started: of verdicts that waited, a
   * successor's may come before its predecessor's.
   */
  void alertOpened() {
    byJvm.replaceAll(
        (jvmId, seen) ->
            seen.toBuilder().setBeforeAlert(isAhead(seen)).clearQuietSinceMs().build());
  }

  private static boolean isAhead(SeenInstance seen) {
    return seen.getAsOfMs() - seen.getLastSeenMs() > AHEAD.toMillis();
  }

  /** A member of the alert ended: the others count from there, each at its next verdict. */
  void memberEnded() {
    byJvm.replaceAll(
        (jvmId, seen) ->
            seen.hasQuietSinceMs() ? seen.toBuilder().clearQuietSinceMs().build() : seen);
  }

  /**
   * Takes note of the first verdict of a JVM since a member ended, if it is known.
   *
   * @param before what was known of it before this verdict
   * @param endedMs when the member ended
   */
  void countQuiet(JvmVerdict verdict, @Nullable SeenInstance before, long endedMs) {
    byJvm.computeIfPresent(
        verdict.getInfo().getJvmId(),
        (jvmId, seen) ->
            seen.hasQuietSinceMs()
                ? seen
                : seen.toBuilder()
                    .setQuietSinceMs(Quiet.sinceMs(before, verdict, endedMs))
                    .build());
  }

  /** Replaces what is known of a JVM, if it is known. */
  void replace(String jvmId, SeenInstance seen) {
    byJvm.replace(jvmId, seen);
  }

  @Nullable SeenInstance remove(String jvmId) {
    return byJvm.remove(jvmId);
  }

  /**
   * Lets go of those that were not heard of for a time. Version 1 did not say when it heard of
   * them: they count as heard of now.
   */
  List<String> removeSilent(long nowWallMs, long ttlMs) {
    List<String> silent = new ArrayList<>();
    byJvm.replaceAll(
        (jvmId, seen) ->
            seen.getLastSeenMs() == 0 ? seen.toBuilder().setLastSeenMs(nowWallMs).build() : seen);
    byJvm.forEach(
        (jvmId, seen) -> {
          if (nowWallMs - seen.getLastSeenMs() > ttlMs) {
            silent.add(jvmId);
          }
        });
    silent.forEach(byJvm::remove);
    return silent;
  }

  int size() {
    return byJvm.size();
  }

  int count(Predicate<SeenInstance> which) {
    return (int) byJvm.values().stream().filter(which).count();
  }

  int count(Suspicion suspicion) {
    return count(seen -> Suspicion.of(seen) == suspicion);
  }

  boolean anySuspicious() {
    return byJvm.values().stream().anyMatch(seen -> Suspicion.of(seen).isAny());
  }

  List<SeenInstance> which(Predicate<SeenInstance> which) {
    return byJvm.values().stream().filter(which).toList();
  }

  /** Time by the last thing heard of this JVM, minus its start. */
  static long ageMs(SeenInstance seen) {
    return seen.getAsOfMs() - seen.getStartMs();
  }
}
