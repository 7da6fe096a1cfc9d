package io.heapcast.detector.alert;

import io.heapcast.detector.v1.SeenInstance;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.VersionRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the JVMs of each version of a service came to, so that the next one is not judged as if
 * nothing were known. JVMs whose version is not known share one record.
 */
final class VersionMemory {

  private static final int MOST = 8;

  private final List<VersionRecord.Builder> records = new ArrayList<>();

  VersionMemory(List<VersionRecord> state) {
    state.forEach(record -> records.add(record.toBuilder()));
  }

  List<VersionRecord> toState() {
    return records.stream().map(VersionRecord.Builder::build).toList();
  }

  boolean isBlank() {
    return records.isEmpty();
  }

  /** The records with the number of instances that run now. */
  List<VersionRecord> with(Instances instances) {
    return records.stream()
        .map(
            record ->
                record
                    .clone()
                    .setInstances(instances.count(seen -> isOf(seen, record.build())))
                    .build())
        .toList();
  }

  /** Takes note of a JVM's start; of more than eight versions the one that started first goes. */
  void started(JvmInfo info) {
    VersionRecord.Builder record = find(versionOf(info));
    long startMs = info.getStartTimeMs();
    if (record == null) {
      record = VersionRecord.newBuilder().setFirstStartMs(startMs).setLastStartMs(startMs);
      if (info.hasServiceVersion()) {
        record.setServiceVersion(info.getServiceVersion());
      }
      records.add(record);
    }
    record.setFirstStartMs(Math.min(record.getFirstStartMs(), startMs));
    record.setLastStartMs(Math.max(record.getLastStartMs(), startMs));
    records.sort(
        Comparator.comparingLong((VersionRecord.Builder r) -> r.getLastStartMs()).reversed());
    if (records.size() > MOST) {
      records.remove(MOST);
    }
  }

  /**
   * Whether other JVMs of this version leaked, or were suspected when they ended; more of them than
   * were cleared.
   *
   * @param counted whether this JVM's own leak is counted
   */
  boolean isKnownToLeak(JvmInfo info, boolean counted) {
    VersionRecord.Builder record = find(versionOf(info));
    return record != null
        && record.getLeaked() + record.getSuspected() - (counted ? 1 : 0) > record.getCleared();
  }

  /** A JVM's leak was concluded, or it ran out of memory, at this age. */
  void leaked(JvmInfo info, long ageMs) {
    VersionRecord.Builder record = find(versionOf(info));
    if (record != null) {
      record.setLeaked(record.getLeaked() + 1);
      record.setCaughtAgeMs(
          record.hasCaughtAgeMs() ? Math.min(record.getCaughtAgeMs(), ageMs) : ageMs);
    }
  }

  /** The leak of a JVM was withdrawn: when none is left, nothing was caught at any age. */
  void refuted(JvmInfo info) {
    VersionRecord.Builder record = find(versionOf(info));
    if (record != null && record.getLeaked() > 0) {
      record.setLeaked(record.getLeaked() - 1);
      if (record.getLeaked() == 0) {
        record.clearCaughtAgeMs();
      }
    }
  }

  /** A JVM ended under suspicion. */
  void endedSuspected(JvmInfo info) {
    VersionRecord.Builder record = find(versionOf(info));
    if (record != null) {
      record.setSuspected(record.getSuspected() + 1);
    }
  }

  /**
   * A JVM is healthy at this age.
   *
   * @param counted whether it is counted as cleared already
   * @return whether it is now
   */
  boolean healthy(JvmInfo info, long ageMs, boolean counted) {
    VersionRecord.Builder record = find(versionOf(info));
    if (record == null) {
      return false;
    }
    record.setLongestHealthyMs(Math.max(record.getLongestHealthyMs(), ageMs));
    Long caughtAgeMs = caughtAgeMs();
    if (!counted && caughtAgeMs != null && ageMs > caughtAgeMs) {
      record.setCleared(record.getCleared() + 1);
      return true;
    }
    return counted;
  }

  /** It was fixed without a new version: what the version did before tells nothing any more. */
  void forgive(@Nullable String version) {
    VersionRecord.Builder record = find(version);
    if (record != null) {
      record.clearLeaked().clearSuspected().clearCaughtAgeMs();
    }
  }

  /** The earliest age at which a leak of the service was caught; null while none was. */
  @Nullable Long caughtAgeMs() {
    return records.stream()
        .filter(VersionRecord.Builder::hasCaughtAgeMs)
        .map(VersionRecord.Builder::getCaughtAgeMs)
        .min(Long::compare)
        .orElse(null);
  }

  /** The record of a version; null when nothing is known of it. */
  @Nullable VersionRecord of(@Nullable String version) {
    VersionRecord.Builder record = find(version);
    return record == null ? null : record.build();
  }

  static @Nullable String versionOf(JvmInfo info) {
    return info.hasServiceVersion() ? info.getServiceVersion() : null;
  }

  static @Nullable String versionOf(SeenInstance seen) {
    return seen.hasServiceVersion() ? seen.getServiceVersion() : null;
  }

  private static boolean isOf(SeenInstance seen, VersionRecord record) {
    return seen.hasServiceVersion() == record.hasServiceVersion()
        && seen.getServiceVersion().equals(record.getServiceVersion());
  }

  private VersionRecord.@Nullable Builder find(@Nullable String version) {
    for (VersionRecord.Builder record : records) {
      if (version == null
          ? !record.hasServiceVersion()
          : record.hasServiceVersion() && record.getServiceVersion().equals(version)) {
        return record;
      }
    }
    return null;
  }
}
