package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One JVM of a leak alert in words. What is not known is empty. */
final class MemberWords {

  private final AlertMember member;
  private final ResourceVerdict verdict;
  private final Resource resource;
  private final Times times;

  MemberWords(AlertMember member, Resource resource, Times times) {
    this.member = member;
    this.verdict = member.getVerdict();
    this.resource = resource;
    this.times = times;
  }

  /** {@code web-1/4711}. */
  String instance() {
    return member.getInfo().getServiceInstanceId();
  }

  /** Its version; empty: not known. */
  Optional<String> version() {
    return member.getInfo().hasServiceVersion()
        ? Optional.of(member.getInfo().getServiceVersion())
        : Optional.empty();
  }

  /** Whether it has not ended. */
  boolean runs() {
    return !member.hasEndedMs();
  }

  /** {@code ≈ 42 min (31 min – 1 h 5 min)}: from now, not from the verdict's time. */
  Optional<String> timeToExhaustion() {
    return Forecast.current(member)
        .map(
            forecast ->
                isPast(forecast.median())
                    ? "any moment" + overdue(forecast)
                    : "≈ " + left(forecast.median()) + interval(forecast));
  }

  /** Whether the median of the last forecast has passed. */
  boolean isOverdue() {
    return Forecast.current(member).filter(forecast -> isPast(forecast.median())).isPresent();
  }

  /** When the limit is reached by the last forecast. */
  Optional<String> exhaustionTime() {
    return Forecast.current(member).map(forecast -> times.both(forecast.median()));
  }

  /** When the growth began. */
  Optional<Instant> inflection() {
    return verdict.hasInflectionMs()
        ? Optional.of(Instant.ofEpochMilli(verdict.getInflectionMs()))
        : Optional.empty();
  }

  /** {@code 08:02 CET / 07:02 UTC, 30 min ago (between 07:55 and 08:06)}. */
  Optional<String> since() {
    return inflection()
        .map(time -> times.both(time) + ", " + times.relative(time) + inflectionInterval());
  }

  /** {@code 120 MiB/h (95 MiB/h – 160 MiB/h), 0.8 % of what it allocates}. */
  Optional<String> growth() {
    if (!verdict.hasGrowthPerHour()) {
      return Optional.empty();
    }
    String interval =
        verdict.hasGrowthPerHourLow() && verdict.hasGrowthPerHourHigh()
            ? " ("
                + rate(verdict.getGrowthPerHourLow())
                + " – "
                + rate(verdict.getGrowthPerHourHigh())
                + ")"
            : "";
    String share =
        verdict.hasGrowthPerAllocatedByte()
            ? ", " + Human.percent(verdict.getGrowthPerAllocatedByte()) + " of what it allocates"
            : "";
    return Optional.of(rate(verdict.getGrowthPerHour()) + interval + share);
  }

  /** {@code 310 MiB of 512 MiB (61 %)}. */
  Optional<String> level() {
    if (!verdict.hasLevel()) {
      return Optional.empty();
    }
    String level = amount(verdict.getLevel());
    if (!verdict.hasLimit() || verdict.getLimit() <= 0) {
      return Optional.of(level);
    }
    String share = Human.percent(verdict.getLevel() / verdict.getLimit());
    return Optional.of(level + " of " + amount(verdict.getLimit()) + " (" + share + ")");
  }

  /** {@code very likely a leak (97 %)}. */
  Optional<String> confidence() {
    if (!verdict.hasProbability()) {
      return Optional.empty();
    }
    return Optional.of(confidence(verdict.getProbability()));
  }

  static String confidence(double probability) {
    String words;
    if (probability >= 0.95) {
      words = "almost certainly a leak";
    } else if (probability >= 0.85) {
      words = "very likely a leak";
    } else if (probability >= 0.65) {
      words = "likely a leak";
    } else {
      words = probability >= 0.35 ? "perhaps a leak" : "hardly a leak";
    }
    return words + " (" + Human.percent(probability) + ")";
  }

  List<String> reasonsFor() {
    return verdict.getReasonsForList().stream().map(Reason::getText).toList();
  }

  List<String> reasonsAgainst() {
    return verdict.getReasonsAgainstList().stream().map(Reason::getText).toList();
  }

  Optional<String> refutedBy() {
    return Optional.of(verdict.getRefutedBy()).filter(text -> !text.isEmpty());
  }

  /** How long a restart lasts: as long as it took, and will take, from the beginning of growth. */
  Optional<Duration> restartBuys() {
    return inflection()
        .flatMap(
            began ->
                Forecast.current(member)
                    .map(forecast -> Duration.between(began, forecast.median())))
        .filter(duration -> !duration.isNegative() && !duration.isZero());
  }

  /** Time of the data behind all this. */
  Instant asOf() {
    return Instant.ofEpochMilli(member.getAsOfMs());
  }

  String dataAsOf() {
    return times.both(asOf()) + ", " + times.relative(asOf());
  }

  /** {@code 09:20 CET / 08:20 UTC: OutOfMemoryError}; empty while it runs. */
  Optional<String> end() {
    if (!member.hasEndedMs()) {
      return Optional.empty();
    }
    Instant ended = Instant.ofEpochMilli(member.getEndedMs());
    String how = AlertWords.outcome(member.getOutcome()).map(text -> ": " + text).orElse("");
    return Optional.of(times.both(ended) + how);
  }

  /** {@code 09:14 (09:03 – 09:37); it came 6 min later, within the interval}. */
  Optional<String> predicted() {
    return Forecast.first(member).map(forecast -> range(forecast) + error(forecast));
  }

  private String error(Forecast forecast) {
    boolean exhausted =
        member.getOutcome() == AlertOutcome.OUT_OF_MEMORY_ERROR
            || member.getOutcome() == AlertOutcome.CONTAINER_LIMIT;
    if (!exhausted || !member.hasEndedMs()) {
      return ""; // ended by something else: nothing to hold the forecast against
    }
    Instant ended = Instant.ofEpochMilli(member.getEndedMs());
    Duration late = Duration.between(forecast.median(), ended);
    String direction = late.isNegative() ? " earlier" : " later";
    String within = forecast.holds(ended).map(holds -> holds ? ", within" : ", outside").orElse("");
    return "; it came "
        + Human.duration(late.abs())
        + direction
        + (within.isEmpty() ? "" : within + " the interval");
  }

  private String range(Forecast forecast) {
    String interval =
        forecast.low() == null || forecast.high() == null
            ? ""
            : " (" + times.local(forecast.low()) + " – " + times.local(forecast.high()) + ")";
    return times.local(forecast.median()) + interval;
  }

  private String interval(Forecast forecast) {
    if (forecast.low() == null) {
      return "";
    }
    String low = isPast(forecast.low()) ? "now" : left(forecast.low());
    return forecast.high() == null
        ? " (" + low + " at the earliest)"
        : " (" + low + " – " + left(forecast.high()) + ")";
  }

  private String overdue(Forecast forecast) {
    return forecast.high() == null || isPast(forecast.high())
        ? " (overdue by " + Human.duration(Duration.between(forecast.median(), times.now())) + ")"
        : " (within " + left(forecast.high()) + ")";
  }

  private String inflectionInterval() {
    @Nullable String low =
        verdict.hasInflectionLowMs()
            ? times.local(Instant.ofEpochMilli(verdict.getInflectionLowMs()))
            : null;
    return low == null || !verdict.hasInflectionHighMs()
        ? ""
        : " (between "
            + low
            + " and "
            + times.local(Instant.ofEpochMilli(verdict.getInflectionHighMs()))
            + ")";
  }

  private boolean isPast(Instant time) {
    return !time.isAfter(times.now());
  }

  private String left(Instant time) {
    return Human.duration(Duration.between(times.now(), time));
  }

  private String amount(double value) {
    return resource == Resource.THREADS ? Human.number(value) : Human.bytes(value);
  }

  private String rate(double perHour) {
    return resource == Resource.THREADS
        ? Human.number(perHour) + "/h"
        : Human.bytesPerHour(perHour);
  }
}
