package io.heapcast.cli.demo;

import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.WatchState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** What is worth a line of its own: a service is watched, its state changes, it ends. */
final class DemoEvents {

  private static final int NAME_WIDTH = 13;
  private static final int STATE_WIDTH = 14;

  private final ZoneId zone;
  private final Style style;
  private List<DemoJvm> last = List.of();

  DemoEvents(ZoneId zone, Style style) {
    this.zone = zone;
    this.style = style;
  }

  /** What changed since the last call, one line each, in the order of the services. */
  List<String> lines(List<DemoJvm> jvms, Instant now) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < jvms.size(); i++) {
      DemoJvm jvm = jvms.get(i);
      DemoJvm before = i < last.size() ? last.get(i) : null;
      if (jvm.end() != null && (before == null || before.end() == null)) {
        lines.add(line(jvm, jvm.end().time(), ""));
      } else if (isNews(before, jvm)) {
        lines.add(line(jvm, now, detail(jvm, now)));
      }
    }
    last = List.copyOf(jvms);
    return lines;
  }

  private static boolean isNews(@org.jspecify.annotations.Nullable DemoJvm before, DemoJvm jvm) {
    if (jvm.end() != null) {
      return false;
    }
    WatchState watched = jvm.watchState();
    boolean watchNews =
        (watched == WatchState.WATCHED || watched == WatchState.REFUSED)
            && (before == null || before.watchState() != watched);
    boolean stateNews =
        jvm.state() != VerdictState.UNKNOWN && (before == null || before.state() != jvm.state());
    return watchNews || stateNews;
  }

  private String line(DemoJvm jvm, Instant time, String detail) {
    String state = new JvmWords(jvm, zone).state();
    String coloured = jvm.end() == null ? style.of(jvm.state(), state) : style.strong(state);
    return (" "
            + style.faint(JvmWords.time(time, zone))
            + "  "
            + padded(jvm.service().name(), NAME_WIDTH)
            + "  "
            + coloured
            + " ".repeat(Math.max(0, STATE_WIDTH - state.length()))
            + "  "
            + detail)
        .stripTrailing();
  }

  private String detail(DemoJvm jvm, Instant now) {
    JvmWords words = new JvmWords(jvm, zone);
    if (jvm.heap().isEmpty()) {
      return jvm.watchState() == WatchState.REFUSED
          ? words.note()
          : words.runtime() + ", heap of " + jvm.service().heapMib() + " MiB";
    }
    String level = words.liveSet();
    return switch (jvm.state()) {
      case LEAK, LEAK_SUSPECTED ->
          level
              + ", "
              + words.growth()
              + words.fullAt().map(time -> ", full in " + words.fullIn(now)).orElse("");
      default -> level + "; " + words.note();
    };
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
