package io.heapcast.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Points in time as people read them: in the clock's zone and in UTC, the day only if it differs.
 */
final class Times {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM ", Locale.ENGLISH);
  private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("z", Locale.ENGLISH);

  /** A time this close to now is told to the second. */
  private static final Duration NEAR = Duration.ofMinutes(10);

  private final Clock clock;

  Times(Clock clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** {@code 09:14 CET / 08:14 UTC}, {@code Tue 24 Nov 09:14 CET / 08:14 UTC}. */
  String both(Instant time) {
    ZonedDateTime local = time.atZone(clock.getZone());
    if (local.getOffset().equals(ZoneOffset.UTC)) {
      return day(local) + precise(local) + " UTC";
    }
    ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
    String utcDay = utc.toLocalDate().equals(local.toLocalDate()) ? "" : DAY.format(utc);
    return day(local)
        + precise(local)
        + " "
        + ZONE.format(local)
        + " / "
        + utcDay
        + precise(utc)
        + " UTC";
  }

  /** {@code 09:14}, in the clock's zone. */
  String local(Instant time) {
    ZonedDateTime local = time.atZone(clock.getZone());
    return day(local) + precise(local);
  }

  /** {@code 12 min ago}, {@code in 12 min}. */
  String relative(Instant time) {
    Duration ago = Duration.between(time, now());
    return ago.isNegative() ? "in " + Human.duration(ago.negated()) : Human.duration(ago) + " ago";
  }

  private String precise(ZonedDateTime time) {
    boolean near = Duration.between(time.toInstant(), now()).abs().compareTo(NEAR) < 0;
    return (near ? SECOND : MINUTE).format(time);
  }

  private String day(ZonedDateTime local) {
    boolean today = local.toLocalDate().equals(now().atZone(clock.getZone()).toLocalDate());
    return today ? "" : DAY.format(local);
  }
}
