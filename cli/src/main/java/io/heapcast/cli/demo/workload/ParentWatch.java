package io.heapcast.cli.demo.workload;

import java.io.IOException;

/**
 * Ends this JVM when the one that started it closes the pipe between them, or dies; hears of it
 * that a feature is to be switched on.
 */
final class ParentWatch {

  private static volatile boolean asked;

  private ParentWatch() {}

  /** Whether anything was said on the pipe. */
  static boolean isAsked() {
    return asked;
  }

  static void start() {
    Thread watch = new Thread(ParentWatch::exitAtEndOfInput, "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void exitAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        asked = true;
      }
    } catch (IOException e) {
      // As good as its end.
    }
    System.exit(0);
  }
}
