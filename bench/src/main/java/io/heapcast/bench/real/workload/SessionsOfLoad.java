package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** Sessions that expire, under a load that ramps for most of the run, then stays. */
final class SessionsOfLoad implements Workload {

  private static final double SESSION_BYTES = 2_500;
  private static final double SESSION_SECONDS = 15;
  private static final double START_SHARE = 0.35;

  private final Deque<Session> sessions = new ArrayDeque<>();
  private final SplittableRandom random;
  private final double sessionsPerRequest;
  private final double rampBegin;
  private final double rampEnd;

  private record Session(double endsSeconds, Payload attributes) {}

  SessionsOfLoad(Setup setup) {
    random = setup.random().split();
    double most = setup.roomBytes() * random.nextDouble(0.35, 0.5) / SESSION_BYTES;
    sessionsPerRequest = most / SESSION_SECONDS / setup.requestsPerSecond();
    rampBegin = setup.moment(0.1, 0.2);
    rampEnd = setup.moment(0.65, 0.85);
  }

  @Override
  public double load(double seconds) {
    double share = (seconds - rampBegin) / (rampEnd - rampBegin);
    return START_SHARE + (1 - START_SHARE) * Math.max(0, Math.min(1, share));
  }

  @Override
  public void request(double seconds, JsonNode request) {
    int opened = (int) sessionsPerRequest + (random.nextDouble() < sessionsPerRequest % 1 ? 1 : 0);
    for (int i = 0; i < opened; i++) {
      sessions.add(
          new Session(seconds + SESSION_SECONDS, Payload.of(request, SESSION_BYTES, random)));
    }
    while (!sessions.isEmpty() && sessions.element().endsSeconds() <= seconds) {
      sessions.remove();
    }
  }
}
