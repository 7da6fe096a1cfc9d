package io.heapcast.bench.fit;

import java.util.regex.Pattern;

/**
 * One reading of a resource, and what was true then.
 *
 * @param run id of the case
 * @param family of the case
 * @param resource that was read
 * @param leaking whether it leaked then
 * @param endLog ln of the true time to exhaustion over the plain forecast; NaN where either is not
 *     known
 * @param features by the names of the detector
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FeatureRow(
    String run, String family, String resource, boolean leaking, double endLog, double[] features) {

  private static final Pattern SIMULATED = Pattern.compile(".*/N\\d+/.*");

  /** Whether it was read in a recorded run: ids of simulated ones tell their speed. */
  boolean isReal() {
    return !SIMULATED.matcher(run).matches();
  }
}
