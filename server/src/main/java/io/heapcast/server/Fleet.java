package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;
import io.heapcast.telemetry.v1.WatchState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the fleet now, in memory: JVMs, their last verdicts and windows, alerts. Fed by
 * one thread, read by any; every answer is an immutable copy.
 *
 * <p>A JVM leaves when its collector or its last verdict or window says that it ended, or when
 * nothing was heard of it for the time given. At most {@value #MOST_JVMS} JVMs are held: the one
 * that was silent longest makes room.
 */
public final class Fleet {

  /** About 10 KiB each: bounds the view at some 200 MiB. */
  private static final int MOST_JVMS = 20_000;

  private static final int MOST_ALERTS = 10_000;

  /** JVMs known to have ended, so that a straggling record does not bring one back. */
  private static final int MOST_ENDED = 20_000;

  /** How long a resolved alert is still shown. */
  private static final Duration RESOLVED_SHOWN = Duration.ofHours(24);

  private final Duration silentAfter;
  private final int mostJvms;
  private final Map<String, JvmView> jvms = new LinkedHashMap<>();
  private final Map<String, AlertView> alerts = new LinkedHashMap<>();
  private final Map<String, Long> endedMs = new LinkedHashMap<>();
  private final Feedbacks feedbacks = new Feedbacks();
  private final AlertCounts alertCounts = new AlertCounts();
  // From 0, so that a rate sees the first one too.
  private final Map<Boolean, Long> outOfMemory = new TreeMap<>(Map.of(true, 0L, false, 0L));
  private final OutOfMemoryLog ends = new OutOfMemoryLog();
  private long windows;

  /**
   * An empty view.
   *
   * @param silentAfter a JVM leaves when its last record is older than this
   */
  Fleet(Duration silentAfter) {
    this(silentAfter, MOST_JVMS);
  }

  Fleet(Duration silentAfter, int mostJvms) {
    this.silentAfter = silentAfter;
    this.mostJvms = mostJvms;
  }

  /** JVMs that the collectors see now, by jvm id; ended ones have left. */
  public List<JvmStatus> jvms() {
    return present(JvmView::status);
  }

  /** The last verdict of each JVM that has one, by jvm id. */
  public List<JvmVerdict> verdicts() {
    return present(JvmView::verdict);
  }

  /** Alerts in any state, by leak id; resolved ones for a day. */
  public synchronized List<LeakAlert> alerts() {
    return new TreeMap<>(alerts).values().stream().map(AlertView::alert).toList();
  }

  /** The last window of a JVM; empty when none came lately, or the JVM ended. */
  public synchronized Optional<JvmWindow> lastWindow(String jvmId) {
    return Optional.ofNullable(jvms.get(jvmId)).map(view -> view.windows().last());
  }

  /** Every JVM, by jvm id. */
  synchronized List<JvmView> views() {
    return List.copyOf(new TreeMap<>(jvms).values());
  }

  synchronized List<AlertView> alertViews() {
    return List.copyOf(new TreeMap<>(alerts).values());
  }

  /** Alerts that began to fire or ended while this server was running, by outcome. */
  synchronized Map<String, Long> alertCounts() {
    return alertCounts.byOutcome();
  }

  /** JVMs that ran out of memory while this server was running, by whether an alert was firing. */
  synchronized Map<Boolean, Long> outOfMemoryCounts() {
    return Map.copyOf(outOfMemory);
  }

  /** The JVMs that ran out of memory, foreseen or not, the latest first; at most 1,000. */
  public synchronized List<OutOfMemory> outOfMemory() {
    return ends.list();
  }

  /** Those that no alert foresaw while this server was running, by resource. */
  synchronized Map<String, Long> unforeseenCounts() {
    return ends.unforeseen();
  }

  /** Forecasts held against an exhaustion while this server was running, by result. */
  synchronized Map<String, Long> forecastCounts() {
    return alertCounts.forecasts();
  }

  /** Windows that came live. */
  synchronized long windowsSeen() {
    return windows;
  }

  synchronized void accept(JvmStatus status, Arrival arrival) {
    String jvmId = status.getInfo().getJvmId();
    if (status.getState() == WatchState.ENDED) {
      end(jvmId, status.getAsOfMs());
      return;
    }
    Long ended = endedMs.get(jvmId);
    if (ended != null && status.getAsOfMs() > ended) {
      endedMs.remove(jvmId); // seen alive again: it only looked as if it had ended
    }
    update(status.getInfo(), view -> view.with(status, arrival));
  }

  synchronized void accept(JvmVerdict verdict, Arrival arrival) {
    if (verdict.hasEnded()) {
      end(verdict.getInfo().getJvmId(), verdict.getEnded());
    } else {
      update(verdict.getInfo(), view -> view.with(verdict, arrival));
    }
  }

  synchronized void accept(JvmWindow window, Arrival arrival) {
    windows += arrival.live() ? 1 : 0;
    if (window.hasEnded()) {
      end(window.getInfo().getJvmId(), window.getEnded());
    } else {
      update(window.getInfo(), view -> view.with(window, arrival));
    }
  }

  /** Takes in a JVM that ran out of memory. */
  synchronized void accept(OutOfMemory outOfMemory, Arrival arrival) {
    ends.accept(outOfMemory, arrival);
    if (arrival.live()) {
      this.outOfMemory.merge(outOfMemory.hasLeakId(), 1L, Long::sum);
    }
  }

  /** Takes in an alert; tells what changed when it came live. */
  synchronized Optional<AlertChange> accept(LeakAlert alert, Arrival arrival) {
    AlertView before = alerts.remove(alert.getLeakId());
    alerts.put(alert.getLeakId(), new AlertView(alert, arrival.appendedMs()));
    removeEldest(alerts, MOST_ALERTS);
    if (!arrival.live()) {
      return Optional.empty();
    }
    alertCounts.countForecasts(before == null ? null : before.alert(), alert);
    AlertState stateBefore =
        before == null ? AlertState.ALERT_STATE_UNSPECIFIED : before.alert().getState();
    return Optional.of(changed(stateBefore, alert, arrival));
  }

  /** What operators said of alerts. */
  Feedbacks feedbacks() {
    return feedbacks;
  }

  /** A JVM whose record was deleted. */
  synchronized void forgetJvm(String jvmId) {
    jvms.remove(jvmId);
  }

  /** An alert whose record was deleted; one that was firing ends by that. */
  synchronized Optional<AlertChange> forgetAlert(String leakId, Arrival arrival) {
    AlertView before = alerts.remove(leakId);
    if (before == null || !arrival.live()) {
      return Optional.empty();
    }
    LeakAlert ended =
        before.alert().toBuilder()
            .setState(AlertState.RESOLVED)
            .setResolvedMs(arrival.appendedMs())
            .build();
    return Optional.of(changed(before.alert().getState(), ended, arrival));
  }

  /** Lets go what is over: silent JVMs, alerts resolved long ago. */
  synchronized void expire(long nowMs) {
    jvms.values().removeIf(view -> view.appendedMs() < nowMs - silentAfter.toMillis());
    alerts
        .values()
        .removeIf(
            view ->
                view.alert().getState() == AlertState.RESOLVED
                    && view.appendedMs() < nowMs - RESOLVED_SHOWN.toMillis());
  }

  private AlertChange changed(AlertState before, LeakAlert alert, Arrival arrival) {
    AlertChange change = new AlertChange(before, alert, arrival.appendedMs());
    alertCounts.count(change);
    return change;
  }

  private synchronized <T> List<T> present(Function<JvmView, @Nullable T> part) {
    List<T> found = new ArrayList<>();
    for (JvmView view : new TreeMap<>(jvms).values()) {
      T value = part.apply(view);
      if (value != null) {
        found.add(value);
      }
    }
    return List.copyOf(found);
  }

  private void update(JvmInfo info, UnaryOperator<JvmView> change) {
    String jvmId = info.getJvmId();
    if (endedMs.containsKey(jvmId)) {
      return;
    }
    JvmView before = Objects.requireNonNullElseGet(jvms.remove(jvmId), () -> JvmView.of(info));
    jvms.put(jvmId, change.apply(before)); // at the end: the eldest is the one silent longest
    removeEldest(jvms, mostJvms);
  }

  private void end(String jvmId, JvmEnded ended) {
    end(jvmId, ended.getTimeMs());
  }

  private void end(String jvmId, long timeMs) {
    jvms.remove(jvmId);
    endedMs.merge(jvmId, timeMs, Math::max);
    removeEldest(endedMs, MOST_ENDED);
  }

  private static <V> void removeEldest(Map<String, V> map, int most) {
    if (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }
}
