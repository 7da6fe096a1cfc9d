/**
 * What LeakBench judges, and how it is told: a {@link io.heapcast.bench.leak.Case} is one labelled
 * run of a JVM, a {@link io.heapcast.bench.leak.Contender} is a way to find leaks.
 */
@NullMarked
package io.heapcast.bench.leak;

import org.jspecify.annotations.NullMarked;
