/**
 * From opinions to figures: the rules by which an alarm is a find or a false one, and the metrics
 * over many runs. {@code docs/leakbench.md} states them for people.
 */
@NullMarked
package io.heapcast.bench.score;

import org.jspecify.annotations.NullMarked;
