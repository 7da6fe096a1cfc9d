package io.heapcast.server;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something to tell people, in the form that it has now: a leak, a limit too small, a storm. */
interface Notice {

  /** The same for all forms of it: a leak's id. */
  String id();

  /** What identifies and routes it at an Alertmanager; {@code alertname} is among them. */
  Map<String, String> labels();

  /** What explains it, as of the clock's time; only what is known. */
  Map<String, String> annotations(Links links, Clock clock);

  /** When it began. */
  Instant startsAt();

  /** When it ended; null: it is active. */
  @Nullable Instant endedAt();

  /**
   * When the state that is told of it now began: the same from every server and after every
   * restart, and later when a state comes back.
   */
  Instant stateSince();

  /** When this form of it was learned: the wall time of its last change. */
  Instant learnedAt();
}
