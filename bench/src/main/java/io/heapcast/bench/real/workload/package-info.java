/**
 * Services that leak, and healthy ones that look as if, each run as a JVM of its own and recorded:
 * the real tier of LeakBench. All have the same {@link io.heapcast.bench.real.workload.Background};
 * one class per family adds what is special, mostly by a well-known library.
 */
@NullMarked
package io.heapcast.bench.real.workload;

import org.jspecify.annotations.NullMarked;
