package io.heapcast.collector;

import io.heapcast.collector.attach.Attacher;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Stops our recordings in all JVMs when the collector ends. */
final class Detaching {

  private static final Logger LOG = System.getLogger(Detaching.class.getName());

  /** What is left must still be sent after it. */
  private static final Duration TIME = Duration.ofSeconds(2);

  private Detaching() {}

  /** Reads no more of them and stops what runs in them, as far as there is time. */
  static void all(Attacher attacher, Collection<JvmWatch> watches) {
    attacher.stopAttaching();
    List<CompletableFuture<Boolean>> detached = new ArrayList<>();
    for (JvmWatch watch : watches) {
      if (watch.mayRecord() && !watch.ended()) {
        watch.release();
        detached.add(attacher.detach(watch.process()));
      }
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(detached.toArray(new CompletableFuture<?>[0]));
    all.completeOnTimeout(null, TIME.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failure -> null)
        .join();
    long left = detached.stream().filter(one -> !one.isDone()).count();
    if (left > 0) {
      LOG.log(
          Level.WARNING,
          "{0} of {1} recordings were not stopped within {2} s and go on, each bounded to 32 MiB;"
              + " the next collector on this host takes them over",
          left,
          detached.size(),
          TIME.toSeconds());
    }
  }
}
