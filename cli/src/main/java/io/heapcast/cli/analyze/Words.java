package io.heapcast.cli.analyze;

import io.heapcast.server.Human;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names and times as people read them; times always in UTC, as in JSON and in logs. */
final class Words {

  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY_AND_MINUTE =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Instant YEAR_OF_NO_JVM = Instant.parse("1990-01-01T00:00:00Z");

  private Words() {}

  /** The collector's usual name; null where it is not known. */
  static @Nullable String collector(Collector collector) {
    return switch (collector) {
      case SERIAL -> "Serial";
      case PARALLEL -> "Parallel";
      case G1 -> "G1";
      case Z -> "ZGC";
      case Z_GENERATIONAL -> "generational ZGC";
      case SHENANDOAH -> "Shenandoah";
      case SHENANDOAH_GENERATIONAL -> "generational Shenandoah";
      case EPSILON -> "Epsilon";
      case COLLECTOR_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  /** {@code leak suspected}. */
  static String state(VerdictState state) {
    return state == VerdictState.VERDICT_STATE_UNSPECIFIED || state == VerdictState.UNRECOGNIZED
        ? "unknown"
        : state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Never certain. */
  static String probability(ResourceVerdict verdict) {
    return verdict.getProbability() > 0.99 ? "> 99 %" : Human.percent(verdict.getProbability());
  }

  /** A forecast's time, to the second. */
  static Instant after(Instant asOf, double seconds) {
    return asOf.plusSeconds(Math.round(seconds));
  }

  /** {@code 2026-05-01 14:02:11}; {@code T+00:17:03} in a log without dates. */
  static String dayAndTime(Instant time) {
    return isDated(time) ? DAY_AND_TIME.format(time) : sinceStart(time);
  }

  /** A log without dates begins with the epoch; no JVM is as old. */
  static boolean isDated(Instant time) {
    return time.isAfter(YEAR_OF_NO_JVM);
  }

  private static String sinceStart(Instant time) {
    long days = time.getEpochSecond() / 86_400;
    return "T+" + (days > 0 ? days + " d " : "") + TIME.format(time);
  }

  /** Without the day where it is that of another time that is shown. */
  static String beside(Instant shown, Instant time) {
    boolean sameDay =
        shown
            .atZone(ZoneOffset.UTC)
            .toLocalDate()
            .equals(time.atZone(ZoneOffset.UTC).toLocalDate());
    if (!isDated(time)) {
      return sinceStart(time);
    }
    return sameDay ? TIME.format(time) : DAY_AND_MINUTE.format(time);
  }
}
