package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Brings alerts to people: to the log, once when one begins to fire and once when it ends; and to
 * every Alertmanager and webhook, each on a thread of its own, so that neither the reader nor
 * another target waits for a slow one. What is in shadow mode goes to the log only, as information.
 */
final class AlertDelivery implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger(AlertDelivery.class.getName());
  private static final long ROUND_MILLIS = 1000;

  /** How often tickets about limits, and the storm, are looked at. */
  private static final long TICKETS_SECONDS = 30;

  private final List<? extends Target> targets;
  private final DeliveryPolicy policy;
  private final LimitTickets tickets;
  private final Supplier<List<JvmVerdict>> verdicts;
  private final Supplier<List<AlertView>> alerts;
  private final Clock clock;
  private final ScheduledExecutorService executor;

  /**
   * Delivers to these.
   *
   * @param verdicts the fleet's verdicts as they are now, for tickets about limits
   * @param alerts the alerts as they are now, since operators may say something of them
   * @param clock now, and the zone of the times in the log
   */
  AlertDelivery(
      List<? extends Target> targets,
      DeliveryPolicy policy,
      LimitTickets tickets,
      Supplier<List<JvmVerdict>> verdicts,
      Supplier<List<AlertView>> alerts,
      Clock clock) {
    this.targets = targets;
    this.policy = policy;
    this.tickets = tickets;
    this.verdicts = verdicts;
    this.alerts = alerts;
    this.clock = clock;
    this.executor =
        Executors.newScheduledThreadPool(
            targets.size() + 1,
            task -> {
              Thread thread = new Thread(task, "heapcast-server-alerts");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to post. */
  void start() {
    for (Target target : targets) {
      var unused =
          executor.scheduleWithFixedDelay(
              () -> guarded(target::postDue), 0, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Takes in an alert that came live. */
  void accept(AlertChange change) {
    Optional<LeakNotice> notice = policy.notice(new AlertView(change.alert(), change.appendedMs()));
    if (change.fires() || change.resolves()) {
      notice.ifPresentOrElse(this::log, () -> logShadow(change.alert()));
    }
    if (change.alert().getState() == AlertState.FIRING || change.resolves()) {
      notice.ifPresent(this::put);
    }
    policy.storm().ifPresent(this::put);
  }

  /**
   * Goes on with the alerts that were there before this server started, in the order in which they
   * began to fire, and begins to look for limits that are too small.
   */
  void resume(List<AlertView> views) {
    views.stream()
        .sorted(
            Comparator.comparing((AlertView view) -> StormBreaker.becameCritical(view.alert()))
                .thenComparing(view -> view.alert().getLeakId()))
        .flatMap(view -> policy.notice(view).stream())
        .forEach(
            notice -> {
              put(notice);
              if (notice.endedAt() == null) {
                LOGGER.log(Level.WARNING, "still firing: {0}", text(notice));
              }
            });
    var unused =
        executor.scheduleWithFixedDelay(
            () -> guarded(this::lookAround), 0, TICKETS_SECONDS, TimeUnit.SECONDS);
  }

  /** Tickets about limits, the storm, and what operators said, as they are now. */
  void lookAround() {
    for (AlertView view : alerts.get()) {
      if (policy.hasFeedback(view.alert())) {
        policy.notice(view).ifPresent(this::put);
      }
    }
    tickets.of(verdicts.get()).forEach(this::put);
    policy.storm().ifPresent(this::put);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void put(Notice notice) {
    targets.forEach(target -> target.put(notice));
  }

  private void log(LeakNotice notice) {
    LOGGER.log(notice.endedAt() == null ? Level.WARNING : Level.INFO, "{0}", text(notice));
  }

  private void logShadow(LeakAlert alert) {
    LOGGER.log(Level.INFO, "in shadow mode, told nobody: {0}", AlertText.of(alert, clock));
  }

  private String text(LeakNotice notice) {
    return AlertText.of(notice.alert(), notice.severity(), notice.lowered(), Links.NONE, clock);
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private static void guarded(Step step) {
    try {
      step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "delivering alerts failed", e); // the next round tries again
    }
  }
}
