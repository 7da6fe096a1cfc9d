package io.heapcast.detector.model;

import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the floors say at one moment, before hysteresis.
 *
 * @param floors number of floors judged
 * @param rise the reading that speaks most for a leak; null with too few floors
 * @param probability that the live set grows without bound, 0 to 1
 * @param calm the state when it is no leak: what the curve is instead
 * @param reasonsFor what speaks for a leak
 * @param reasonsAgainst what speaks against it
 */
record Assessment(
    int floors,
    @Nullable Rise rise,
    double probability,
    VerdictState calm,
    List<Reason> reasonsFor,
    List<Reason> reasonsAgainst) {

  static Reason reason(String code, String text) {
    return Reason.newBuilder().setCode(code).setText(text).build();
  }
}
