package io.heapcast.cli.demo;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the log out of the picture: what it says of the services is in the table. */
final class DemoLog {

  /** Kept, as the JDK holds loggers weakly. */
  private static final Logger ROOT = Logger.getLogger("");

  private DemoLog() {}

  /** Lets only errors through, unless all is wanted. */
  static void quiet(boolean verbose) {
    if (!verbose) {
      for (Handler handler : ROOT.getHandlers()) {
        handler.setLevel(Level.SEVERE);
      }
    }
  }
}
