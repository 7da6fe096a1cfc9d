package io.heapcast.bench.report;

import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Tier;
import io.heapcast.telemetry.v1.Collector;

/**
 * How one contender did in one run; for the plots.
 *
 * @param found whether the leak was found; false in runs without one
 * @param falseAlarm whether any alarm was false
 * @param leadFraction lead as a part of the way from first leaking allocation to exhaustion, 0 to
 *     1, 0 for a miss; NaN: no leak, or exhaustion is not known
 */
public record RunPoint(
    String caseId,
    Tier tier,
    Family family,
    Collector collector,
    Label label,
    String contender,
    boolean found,
    boolean falseAlarm,
    double leadFraction) {}
