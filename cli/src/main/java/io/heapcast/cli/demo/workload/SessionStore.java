package io.heapcast.cli.demo.workload;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Sessions that are dropped a fixed time after they began, while more and more users arrive:
 * healthy, though its live set grows with the load until the load stops growing.
 */
public final class SessionStore implements Traffic.Service {

  private static final double REQUESTS_PER_SECOND = 500;
  private static final double REQUESTS_PER_SECOND_PEAK = 1250;
  private static final double RISE_STARTS_SECONDS = 20;
  private static final double RISE_ENDS_SECONDS = 110;

  private static final int REQUESTS_PER_SESSION = 10;
  private static final double SESSION_SECONDS = 25;
  private static final int SESSION_CHARACTERS = 11 * 1024;

  private static final double EVENT_BATCHES_PER_SECOND = 220;
  private static final int EVENT_BATCH_BYTES = 16 * 1024;

  private final Exchange exchange;
  private final InFlight events;
  private final Map<Long, Session> sessions = new HashMap<>();
  private final Deque<Session> byAge = new ArrayDeque<>();
  private long requests;
  private double eventsUntilSeconds;

  private record Session(long id, double endsSeconds, String attributes) {}

  private SessionStore(long seed) {
    exchange = new Exchange(seed);
    events = new InFlight(seed, 3, 6);
  }

  /** Runs until the starter is gone. */
  public static void main(String[] arguments) {
    WorkloadOptions options = WorkloadOptions.parse(arguments);
    Load load =
        Load.rising(
                REQUESTS_PER_SECOND,
                REQUESTS_PER_SECOND_PEAK,
                RISE_STARTS_SECONDS,
                RISE_ENDS_SECONDS)
            .restless(0.1, options.seed());
    Traffic.serve(options, load, new SessionStore(options.seed()));
  }

  @Override
  public void answer(double seconds) {
    dropExpired(seconds);
    Map<String, String> request = exchange.receive("/account");
    long id = requests++ / REQUESTS_PER_SESSION;
    Session session = sessions.get(id);
    if (session == null) {
      session = new Session(id, seconds + SESSION_SECONDS, "a".repeat(SESSION_CHARACTERS));
      sessions.put(id, session);
      byAge.add(session);
    }
    exchange.answer(request, "\"attributes\":" + session.attributes().length());
  }

  /** However many users there are, so many events wait to be shipped elsewhere. */
  @Override
  public void tend(double seconds) {
    for (; eventsUntilSeconds < seconds; eventsUntilSeconds += 1 / EVENT_BATCHES_PER_SECOND) {
      events.await(seconds, EVENT_BATCH_BYTES);
    }
  }

  private void dropExpired(double seconds) {
    for (Session eldest = byAge.peek();
        eldest != null && eldest.endsSeconds() <= seconds;
        eldest = byAge.peek()) {
      sessions.remove(byAge.remove().id());
    }
  }
}
