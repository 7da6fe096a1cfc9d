package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Brings alerts to people: always to the log, once when one begins to fire and once when it ends;
 * and to every Alertmanager, each on a thread of its own, so that neither the reader nor another
 * Alertmanager waits for a slow one.
 */
final class AlertDelivery implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger(AlertDelivery.class.getName());
  private static final long ROUND_MILLIS = 1000;

  private final List<AlertmanagerClient> clients;
  private final Clock clock;
  private final ScheduledExecutorService executor;

  /**
   * Delivers to these.
   *
   * @param clock now, and the zone of the times in the log
   */
  AlertDelivery(List<AlertmanagerClient> clients, Clock clock) {
    this.clients = clients;
    this.clock = clock;
    this.executor =
        Executors.newScheduledThreadPool(
            Math.max(1, clients.size()),
            task -> {
              Thread thread = new Thread(task, "heapcast-server-alerts");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to post. */
  void start() {
    for (AlertmanagerClient client : clients) {
      var unused =
          executor.scheduleWithFixedDelay(
              () -> round(client), 0, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Takes in an alert that came live. */
  void accept(AlertChange change) {
    if (change.fires()) {
      LOGGER.log(Level.WARNING, "{0}", AlertText.of(change.alert(), clock));
    } else if (change.resolves()) {
      LOGGER.log(Level.INFO, "{0}", AlertText.of(change.alert(), clock));
    }
    if (change.alert().getState() == AlertState.FIRING || change.resolves()) {
      put(new AlertView(change.alert(), change.appendedMs()));
    }
  }

  /** Goes on with the alerts that were there before this server started. */
  void resume(List<AlertView> views) {
    for (AlertView view : views) {
      put(view);
      if (view.alert().getState() == AlertState.FIRING) {
        LOGGER.log(Level.WARNING, "still firing: {0}", AlertText.of(view.alert(), clock));
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void put(AlertView view) {
    clients.forEach(client -> client.put(view));
  }

  private static void round(AlertmanagerClient client) {
    try {
      client.postDue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "posting alerts failed", e); // the next round tries again
    }
  }
}
