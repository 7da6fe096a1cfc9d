package io.heapcast.cli.demo;

import io.heapcast.cli.demo.ChildEnd.How;
import io.heapcast.server.Human;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the demo showed what it promises: the leak was alerted on before its OutOfMemoryError,
 * and no neighbour was.
 *
 * @param failures what went wrong, a sentence each; empty: nothing
 */
record DemoOutcome(List<String> failures) {

  DemoOutcome {
    failures = List.copyOf(failures);
  }

  /** Judges the services as known at the end of the demo. */
  static DemoOutcome of(List<DemoJvm> jvms) {
    List<String> failures = new ArrayList<>();
    for (DemoJvm jvm : jvms) {
      if (jvm.service().isLeaking()) {
        judgeLeaking(jvm, failures);
      } else {
        judgeHealthy(jvm, failures);
      }
    }
    return new DemoOutcome(failures);
  }

  boolean isSuccess() {
    return failures.isEmpty();
  }

  /** 0 or 1. */
  int exitCode() {
    return isSuccess() ? 0 : 1;
  }

  private static void judgeLeaking(DemoJvm jvm, List<String> failures) {
    String name = jvm.service().name();
    ChildEnd end = jvm.end();
    if (end == null || end.how() != How.OUT_OF_MEMORY_ERROR) {
      failures.add(name + " leaks, but did not end with an OutOfMemoryError" + how(end) + ".");
    }
    if (jvm.alerted() == null) {
      failures.add(name + " leaks, but no alert came.");
    } else if (end != null && !jvm.alerted().time().isBefore(end.time())) {
      failures.add(
          "The alert on %s came too late: %s after its end."
              .formatted(name, Human.duration(Duration.between(end.time(), jvm.alerted().time()))));
    }
  }

  private static void judgeHealthy(DemoJvm jvm, List<String> failures) {
    String name = jvm.service().name();
    if (jvm.alerted() != null) {
      failures.add(name + " is healthy, but was alerted on: a false alarm.");
    }
    ChildEnd end = jvm.end();
    if (end != null && end.how() != How.STOPPED) { // without an end it was kept running
      failures.add(name + " ended before the demo did" + how(end) + ".");
    }
    if (jvm.heap().isEmpty()) {
      failures.add(name + " was never judged, so that its silence says nothing.");
    }
  }

  private static String how(@Nullable ChildEnd end) {
    if (end == null) {
      return " in time";
    }
    return switch (end.how()) {
      case OUT_OF_MEMORY_ERROR -> ", with an OutOfMemoryError";
      case STOPPED -> " in time";
      case DIED ->
          ", with exit code "
              + end.exitCode()
              + (end.lastWords().isEmpty() ? "" : ": " + end.lastWords());
    };
  }
}
