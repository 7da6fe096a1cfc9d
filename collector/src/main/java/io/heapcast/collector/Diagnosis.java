package io.heapcast.collector;

import io.heapcast.collector.attach.Finding;
import io.heapcast.telemetry.v1.JvmInfo;
import java.util.List;

/**
 * What {@code heapcast doctor} says of one JVM.
 *
 * @param info under which name it would be watched
 * @param findings what was found, in the order of the way to the JVM
 */
public record Diagnosis(JvmInfo info, List<Finding> findings) {

  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** Whether nothing stands in the way. */
  public boolean watchable() {
    return findings.stream().noneMatch(found -> found.kind() == Finding.Kind.REFUSED);
  }
}
