package io.heapcast.cli.demo.workload;

import java.io.IOException;

/** Ends this JVM when the one that started it closes the pipe between them, or dies. */
final class ParentWatch {

  private ParentWatch() {}

  static void start() {
    Thread watch = new Thread(ParentWatch::exitAtEndOfInput, "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void exitAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Whatever it says, it is still there.
      }
    } catch (IOException e) {
      // As good as its end.
    }
    System.exit(0);
  }
}
