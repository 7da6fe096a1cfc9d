package io.heapcast.bench.host;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Processes that must not outlive this one, however a user ends it, but for {@code kill -9}. */
final class Children {

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "leakbench-children"));
  }

  private Children() {}

  static Process dieWithUs(Process child) {
    RUNNING.add(child);
    var unused = child.onExit().thenAccept(RUNNING::remove);
    return child;
  }
}
