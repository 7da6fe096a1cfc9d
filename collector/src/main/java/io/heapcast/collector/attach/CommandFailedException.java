package io.heapcast.collector.attach;

import java.io.IOException;

/** A JVM answered that it could not run a command; the message is its own. */
final class CommandFailedException extends IOException {

  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }
}
