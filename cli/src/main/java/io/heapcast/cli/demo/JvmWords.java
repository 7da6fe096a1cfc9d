package io.heapcast.cli.demo;

import io.heapcast.server.Human;
import io.heapcast.telemetry.v1.Judgeability;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.WatchState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One service of the demo in words. What is not known is empty, or {@value #ABSENT} in a cell. */
final class JvmWords {

  static final String ABSENT = "–";

  private static final double MIB = 1024.0 * 1024.0;
  private static final int MINUTES_PER_HOUR = 60;

  /** Less growth than this, in bytes per minute, is none in a heap of a hundred MiB. */
  private static final double LEAST_RATE = 0.05 * MIB;

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);

  private final DemoJvm jvm;
  private final ZoneId zone;

  JvmWords(DemoJvm jvm, ZoneId zone) {
    this.jvm = jvm;
    this.zone = zone;
  }

  /** {@code 07:45:12}. */
  String time(Instant time) {
    return time(time, zone);
  }

  /** {@code 07:45:12}. */
  static String time(Instant time, ZoneId zone) {
    return SECOND.format(time.atZone(zone));
  }

  /** {@code G1, JDK 17}. */
  String runtime() {
    return jvm.service().gc().label() + ", JDK " + jvm.jdk().feature();
  }

  /** {@code 62 of 128 MiB}. */
  String liveSet() {
    return jvm.heap()
        .filter(ResourceVerdict::hasLevel)
        .map(
            heap ->
                String.format(
                    Locale.ROOT,
                    "%.0f of %.0f MiB",
                    heap.getLevel() / MIB,
                    heap.hasLimit() ? heap.getLimit() / MIB : jvm.service().heapMib()))
        .orElse(ABSENT);
  }

  /** {@code +33 MiB/min}. */
  String growth() {
    return jvm.heap()
        .filter(ResourceVerdict::hasGrowthPerHour)
        .map(heap -> heap.getGrowthPerHour() / MINUTES_PER_HOUR)
        .map(JvmWords::rate)
        .orElse(ABSENT);
  }

  /** {@code leak suspected}; how far watching got where there is no verdict. */
  String state() {
    if (jvm.end() != null) {
      return switch (jvm.end().how()) {
        case OUT_OF_MEMORY_ERROR -> "OUT OF MEMORY";
        case STOPPED -> "stopped";
        case DIED -> "died";
      };
    }
    return switch (jvm.watchState()) {
      case WATCH_STATE_UNSPECIFIED, UNRECOGNIZED -> "starting";
      case ATTACHING -> "attaching";
      case REFUSED -> "not watched";
      case WATCHED, ENDED -> jvm.heap().isEmpty() ? "watched" : name(jvm.state());
    };
  }

  /** How long until the heap is full: {@code 1 min 20 s}. */
  String fullIn(Instant now) {
    if (jvm.end() != null) {
      return ABSENT;
    }
    return fullAt()
        .map(time -> time.isAfter(now) ? Human.duration(Duration.between(now, time)) : "any moment")
        .orElse(ABSENT);
  }

  /** Why it is what it is, or what is missing yet. */
  String note() {
    if (jvm.end() != null) {
      return "ended " + time(jvm.end().time());
    }
    if (jvm.watchState() == WatchState.REFUSED && jvm.status() != null) {
      return jvm.status().getReason();
    }
    return jvm.heap()
        .map(this::note)
        .orElse(
            jvm.watchState() == WatchState.WATCHED
                ? "the first window of 10 s is not over yet"
                : "");
  }

  /** Why it is what it is; what is missing yet where there is no reason. */
  String reason() {
    return jvm.heap().flatMap(TellingReason::of).orElseGet(this::note);
  }

  /** When the heap will be full, by the last verdict. */
  Optional<Instant> fullAt() {
    return jvm.heap()
        .filter(ResourceVerdict::hasExhaustionP50S)
        .map(heap -> after(heap.getExhaustionP50S()));
  }

  /** {@code healthy}, {@code LEAK}: only what wakes people is in capitals. */
  static String name(VerdictState state) {
    return switch (state) {
      case UNKNOWN, VERDICT_STATE_UNSPECIFIED, UNRECOGNIZED -> "not known yet";
      case HEALTHY -> "healthy";
      case WARMING_UP -> "warming up";
      case CACHE_FILLING -> "cache filling";
      case LOAD_GROWTH -> "load growth";
      case LIMIT_TOO_SMALL -> "limit too small";
      case LEAK_SUSPECTED -> "leak suspected";
      case LEAK -> "LEAK";
    };
  }

  private String note(ResourceVerdict heap) {
    if (heap.getState() == VerdictState.LEAK) {
      return leakNote(heap);
    }
    return Stream.of(judgeability(heap.getJudgeability()), TellingReason.of(heap).orElse(""))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String rate(double perMinute) {
    if (Math.abs(perMinute) < LEAST_RATE) {
      return "none";
    }
    return (perMinute < 0 ? "" : "+") + Human.bytes(perMinute) + "/min";
  }

  private String leakNote(ResourceVerdict heap) {
    String since =
        heap.hasInflectionMs()
            ? "growing since " + time(Instant.ofEpochMilli(heap.getInflectionMs()))
            : "growing";
    return fullAt().map(time -> since + ", full at " + fullAtInterval(heap, time)).orElse(since);
  }

  private String fullAtInterval(ResourceVerdict heap, Instant median) {
    String text = "≈ " + time(median);
    return heap.hasExhaustionP10S() && heap.hasExhaustionP90S()
        ? text
            + " (%s – %s)"
                .formatted(
                    time(after(heap.getExhaustionP10S())), time(after(heap.getExhaustionP90S())))
        : text;
  }

  private String judgeability(Judgeability judgeability) {
    boolean open = judgeability.getFloors() < judgeability.getFloorsNeeded();
    return open && judgeability.hasNextMs()
        ? judgeability.getText()
            + ", next ≈ "
            + time(Instant.ofEpochMilli(judgeability.getNextMs()))
        : judgeability.getText();
  }

  private Instant after(double seconds) {
    return jvm.asOf().plusMillis((long) Math.min(seconds * 1000, 1e12));
  }
}
