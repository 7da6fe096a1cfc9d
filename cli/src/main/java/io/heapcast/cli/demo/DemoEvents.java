package io.heapcast.cli.demo;

import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.WatchState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is worth a line of its own: a service is watched, its state changes, it ends.
 *
 * <pre>
 *  07:46:40  cart-service   LEAK            91 of 128 MiB, +28.1 MiB/min, full in 1 min 25 s
 * </pre>
 */
final class DemoEvents {

  private static final int NAME_WIDTH = 13;
  private static final int STATE_WIDTH = 14;

  /** Time, name and state, with the gaps between them. */
  private static final int DETAIL_COLUMN = 1 + 8 + 2 + NAME_WIDTH + 2 + STATE_WIDTH + 2;

  private static final int WIDTH = 100;

  private final ZoneId zone;
  private final Style style;
  private final Map<DemoService, News> told = new HashMap<>();

  /** What was told last of a service. */
  private record News(WatchState watch, VerdictState state, boolean ended) {

    static final News NONE = new News(WatchState.ATTACHING, VerdictState.UNKNOWN, false);

    /** Not to know is no news: what was known last stays. */
    News with(DemoJvm jvm) {
      boolean watchKnown =
          jvm.watchState() == WatchState.WATCHED || jvm.watchState() == WatchState.REFUSED;
      return new News(
          watchKnown ? jvm.watchState() : watch,
          jvm.state() == VerdictState.UNKNOWN || jvm.end() != null ? state : jvm.state(),
          jvm.end() != null);
    }
  }

  DemoEvents(ZoneId zone, Style style) {
    this.zone = zone;
    this.style = style;
  }

  /** What is new since the last call, in the order of the services; long details go on below. */
  List<String> lines(List<DemoJvm> jvms, Instant now) {
    List<String> lines = new ArrayList<>();
    for (DemoJvm jvm : jvms) {
      News before = told.getOrDefault(jvm.service(), News.NONE);
      News after = before.with(jvm);
      if (!after.equals(before)) {
        lines.addAll(event(jvm, now));
        told.put(jvm.service(), after);
      }
    }
    return lines;
  }

  private List<String> event(DemoJvm jvm, Instant now) {
    JvmWords words = new JvmWords(jvm, zone);
    Instant time = jvm.end() == null ? now : jvm.end().time();
    String state = words.state();
    String start =
        " %s  %s  ".formatted(words.time(time), padded(jvm.service().name(), NAME_WIDTH));
    String coloured = jvm.end() == null ? style.of(jvm.state(), state) : style.strong(state);
    List<String> details = wrapped(jvm.end() == null ? detail(jvm, words, now) : "");
    String first = start + coloured + padded("", STATE_WIDTH - state.length()) + "  ";
    List<String> lines = new ArrayList<>();
    for (String part : details) {
      lines.add(((lines.isEmpty() ? first : " ".repeat(DETAIL_COLUMN)) + part).stripTrailing());
    }
    return lines;
  }

  private static String detail(DemoJvm jvm, JvmWords words, Instant now) {
    if (jvm.heap().isEmpty()) {
      return jvm.watchState() == WatchState.REFUSED
          ? words.note()
          : words.runtime() + ", heap of " + jvm.service().heapMib() + " MiB";
    }
    return switch (jvm.state()) {
      case LEAK, LEAK_SUSPECTED ->
          words.liveSet()
              + ", "
              + words.growth()
              + words.fullAt().map(time -> ", full in " + words.fullIn(now)).orElse("");
      default -> words.liveSet() + "; " + words.reason();
    };
  }

  private static List<String> wrapped(String text) {
    List<String> parts = new ArrayList<>();
    String rest = text;
    int room = WIDTH - DETAIL_COLUMN;
    while (rest.length() > room && rest.lastIndexOf(' ', room) > 0) {
      int space = rest.lastIndexOf(' ', room);
      parts.add(rest.substring(0, space));
      rest = rest.substring(space + 1);
    }
    parts.add(rest);
    return parts;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
