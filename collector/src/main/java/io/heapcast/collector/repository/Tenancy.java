package io.heapcast.collector.repository;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Something that is used by one thread at a time, and given up without waiting for a user that
 * hangs: the last one out closes it.
 */
final class Tenancy implements Closeable {

  /** Something done with it. */
  interface Use<T> {
    T run() throws IOException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Closeable what;
  private volatile boolean given;
  private boolean closed;

  Tenancy(Closeable what) {
    this.what = what;
  }

  /**
   * Uses it, after whoever does now.
   *
   * @param otherwise the result where it was given up, or another user does not end within the wait
   */
  <T> T use(Duration wait, T otherwise, Use<T> use) throws IOException {
    try {
      if (!lock.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return otherwise;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    }
    try {
      return given ? otherwise : use.run();
    } finally {
      lock.unlock();
      if (given) {
        closeUnused();
      }
    }
  }

  /** Gives it up; idempotent. */
  @Override
  public void close() throws IOException {
    given = true;
    closeUnused();
  }

  private void closeUnused() throws IOException {
    if (!lock.tryLock()) {
      return; // who holds it sees that it was given up
    }
    try {
      if (!closed) {
        closed = true;
        what.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
