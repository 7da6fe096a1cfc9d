package io.heapcast.bench;

import io.heapcast.bench.leak.Case;
import io.heapcast.cli.analyze.Replay;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.JvmVerdict;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Heapcast's own verdicts on the JVMs of a run, at the moments that matter. */
final class Verdicts {

  private final Map<String, JvmVerdict> atAlarm = new HashMap<>();
  private final Map<String, JvmVerdict> atEnd = new HashMap<>();
  private final long alarmMs;
  private final long endMs;

  private Verdicts(long alarmMs, long endMs) {
    this.alarmMs = alarmMs;
    this.endMs = endMs;
  }

  /**
   * Plays a run to the detector.
   *
   * @param alarmMs the moment of an alarm; before all times: none
   * @param exhaustedMs after which no verdict matters; absent: all matter
   * @throws UserError when its telemetry cannot be read
   */
  static Verdicts of(Case watched, long alarmMs, OptionalLong exhaustedMs) {
    Verdicts verdicts = new Verdicts(alarmMs, exhaustedMs.orElse(Long.MAX_VALUE));
    Map<String, Replay> replays = new HashMap<>();
    Map<String, JvmDetector> detectors = new HashMap<>();
    try {
      watched
          .telemetry()
          .play(
              batch ->
                  replays
                      .computeIfAbsent(
                          batch.getJvmId(),
                          id -> new Replay(id, window -> {}, verdict -> verdicts.take(id, verdict)))
                      .accept(batch),
              window -> {
                String id = window.getInfo().getJvmId();
                detectors
                    .computeIfAbsent(id, unused -> new JvmDetector())
                    .accept(window)
                    .ifPresent(verdict -> verdicts.take(id, verdict));
              });
    } catch (IOException e) {
      throw UserError.environment(
          "case " + watched.id(), e.toString(), "readable telemetry", "Restore its file", e);
    }
    replays.values().forEach(Replay::finish);
    return verdicts;
  }

  /** The verdict that stood at the moment of the alarm; absent: none. */
  Optional<JvmVerdict> atAlarm(String jvmId) {
    return Optional.ofNullable(atAlarm.get(jvmId));
  }

  /** The last one that matters; absent: none. */
  Optional<JvmVerdict> atEnd(String jvmId) {
    return Optional.ofNullable(atEnd.get(jvmId));
  }

  private void take(String jvmId, JvmVerdict verdict) {
    if (verdict.getAsOfMs() <= alarmMs) {
      atAlarm.put(jvmId, verdict);
    }
    if (verdict.getAsOfMs() <= endMs || !atEnd.containsKey(jvmId)) {
      atEnd.put(jvmId, verdict);
    }
  }
}
