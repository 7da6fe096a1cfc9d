package io.heapcast.bench.score;

/**
 * How good an estimated time was.
 *
 * @param error distance from the truth as a fraction, at least 0
 * @param covered whether the truth lies in the 80 % interval
 */
public record Estimate(double error, boolean covered) {}
