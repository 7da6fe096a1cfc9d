package io.heapcast.collector.jfr;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jdk.jfr.consumer.EventStream;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Follows the JFR repository of one JVM from outside, on a thread of its own. What the handlers and
 * the listener throw is counted; the tail goes on.
 */
public final class RepositoryTail implements AutoCloseable {

  /** Called on the tail's thread. */
  public interface Listener {

    /** All events of a flush, about a second's, have been handled. */
    void flushed();

    /** So many events were handled since the last flush or the last call. */
    void manyEvents();

    /** Nothing comes any more; the last call. */
    default void ended() {}
  }

  /**
   * The JDK reports each flush twice when events are not ordered: empty when it notices it, then
   * after its events. So an empty one counts only where no other was near.
   */
  private static final Duration NEAR = Duration.ofMillis(1_500);

  /** A chunk that is caught up with comes as one flush, with up to a million events. */
  private static final int MANY_EVENTS = 2_000;

  private final EventStream stream;
  private final Instant from;
  private final Thread thread;
  private final Measurements measurements;
  private final Listener listener;
  private final ErrorCounts errors;
  private volatile long lastActivityNanos = System.nanoTime();
  private long lastFlushNanos = System.nanoTime() - NEAR.toNanos();
  private volatile boolean ended;
  private volatile boolean closed;

  private RepositoryTail(
      EventStream stream,
      Instant from,
      String name,
      Measurements measurements,
      Listener listener,
      ErrorCounts errors) {
    this.stream = stream;
    this.from = from;
    this.measurements = measurements;
    this.listener = listener;
    this.errors = errors;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /**
   * Starts to follow.
   *
   * @param name of the thread
   * @param describedFrom events before this time are skipped
   * @param from of events before this time only those are read that say what the JVM is
   */
  public static RepositoryTail start(
      Path repository,
      String name,
      Instant describedFrom,
      Instant from,
      Measurements measurements,
      List<EventHandler> handlers,
      Listener listener,
      ErrorCounts errors)
      throws IOException {
    EventStream stream = EventStream.openRepository(repository);
    stream.setStartTime(describedFrom);
    return start(stream, name, from, measurements, handlers, listener, errors);
  }

  /** Starts to follow a stream, which is closed with the tail. */
  public static RepositoryTail start(
      EventStream stream,
      String name,
      Instant from,
      Measurements measurements,
      List<EventHandler> handlers,
      Listener listener,
      ErrorCounts errors) {
    RepositoryTail tail = new RepositoryTail(stream, from, name, measurements, listener, errors);
    stream.setOrdered(false);
    stream.setReuse(true);
    handlers.forEach(
        handler -> stream.onEvent(handler.event(), event -> tail.handle(handler, event)));
    stream.onFlush(tail::flushed);
    stream.onError(error -> errors.count("repository", error));
    tail.thread.start();
    return tail;
  }

  /** Whether nothing comes any more: the JVM closed its repository, or this was closed. */
  public boolean ended() {
    return ended;
  }

  /** Time since the last event or flush. */
  public Duration idle() {
    return Duration.ofNanos(System.nanoTime() - lastActivityNanos);
  }

  /** Ends the tail; when it returns true, its thread has ended and the measurements are free. */
  public boolean close(Duration wait) {
    closed = true;
    stream.close();
    try {
      thread.join(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(1));
  }

  private void run() {
    try (stream) {
      stream.start();
      if (!closed && measurements.shutdown().isEmpty()) {
        // Of a chunk that is cut off the JDK's reader may say nothing.
        errors.count("repository", new EOFException("it ended, and the JVM did not say so"));
      }
    } catch (RuntimeException | Error e) {
      // A damaged chunk may well ask for more memory than there is.
      errors.count("repository", e);
    } finally {
      ended = true;
      listener.ended();
    }
  }

  private void handle(EventHandler handler, RecordedEvent event) {
    lastActivityNanos = System.nanoTime();
    errors.eventRead();
    if (!handler.describes() && event.getEndTime().isBefore(from)) {
      return;
    }
    if (errors.shedding().passesOver(handler)) {
      return;
    }
    try {
      measurements.saw(event.getEndTime());
      handler.accept(event);
      if (measurements.events() >= MANY_EVENTS) {
        listener.manyEvents();
      }
    } catch (RuntimeException e) {
      errors.count(handler.event(), e);
    }
  }

  private void flushed() {
    long now = System.nanoTime();
    lastActivityNanos = now;
    if (measurements.events() == 0 && now - lastFlushNanos < NEAR.toNanos()) {
      return;
    }
    lastFlushNanos = now;
    try {
      listener.flushed();
    } catch (RuntimeException e) {
      errors.count("flush", e);
    }
  }
}
