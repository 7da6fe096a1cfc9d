/**
 * The real tier of LeakBench: child JVMs with leaking and healthy workloads, recorded as the
 * collector records them, until a true OutOfMemoryError where they leak. What they sent is kept
 * beside a manifest with the truth, so that nobody must record again to judge.
 */
@NullMarked
package io.heapcast.bench.real;

import org.jspecify.annotations.NullMarked;
