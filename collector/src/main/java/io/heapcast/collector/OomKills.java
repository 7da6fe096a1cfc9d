package io.heapcast.collector;

import io.heapcast.collector.host.Cgroup;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether the kernel killed a process of a JVM's container for want of memory about when the JVM
 * vanished. What else runs in the container may have been meant; a container that is gone does not
 * tell any more.
 */
final class OomKills {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final Optional<Cgroup> container;
  private OptionalLong before = OptionalLong.empty();
  private Instant lookedAt = Instant.EPOCH;

  /** Of the group that the JVM runs in; empty: it runs in none. */
  OomKills(Optional<Cgroup> container) {
    this.container = container;
  }

  /** Takes the count as it is; while the JVM lives. */
  void look(Instant now) {
    if (container.isPresent() && !now.isBefore(lookedAt.plus(LOOK_EVERY))) {
      lookedAt = now;
      before = container.get().timesOomKilled();
    }
  }

  /** Whether there are more than when the JVM was last seen. */
  boolean grew() {
    OptionalLong now = container.map(Cgroup::timesOomKilled).orElse(OptionalLong.empty());
    return before.isPresent() && now.isPresent() && now.getAsLong() > before.getAsLong();
  }
}
