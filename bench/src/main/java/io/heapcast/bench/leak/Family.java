package io.heapcast.bench.leak;

/**
 * Runs that leak, or look as if, in the same way.
 *
 * @param id lower case, words joined by hyphens
 * @param leaking whether its runs are positives
 * @param what one sentence for the report
 */
public record Family(String id, Part part, boolean leaking, String what) {}
