package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * A context per thread, never removed, in a pool whose threads live for ever: from some time on
 * requests leave attributes in it under keys of their own.
 */
final class ThreadLocalPool implements Workload {

  private static final int THREADS = 6;
  private static final double ENTRY_BYTES = 2_500;
  private static final ThreadLocal<Map<String, Payload>> CONTEXT =
      ThreadLocal.withInitial(HashMap::new);

  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS, daemons());
  private final SplittableRandom random;
  private final Leak leak;
  private long requests;

  ThreadLocalPool(Setup setup) {
    random = setup.random().split();
    leak = setup.leakOfRoom(ENTRY_BYTES + 100);
  }

  @Override
  public void request(double seconds, JsonNode request) {
    int kept = leak.entries(seconds);
    String user = request.path("user").asText();
    long number = requests++;
    SplittableRandom own = random.split();
    pool.execute(
        () -> {
          Map<String, Payload> context = CONTEXT.get();
          context.put("current", Payload.of(user, ENTRY_BYTES, own));
          for (int i = 0; i < kept; i++) {
            context.put(user + "-" + number + "-" + i, Payload.of(user, ENTRY_BYTES, own));
          }
        });
  }

  private static ThreadFactory daemons() {
    return work -> {
      Thread thread = new Thread(work);
      thread.setDaemon(true);
      return thread;
    };
  }
}
