/**
 * The simulated tier of LeakBench: {@link io.heapcast.bench.simulate.Simulations} makes labelled
 * runs of JVMs that never ran.
 *
 * <p>It is a model of the causes, not a drawing of the curves. {@code Holder}s hold memory, {@code
 * Load} drives them and the allocation, {@code SimulatedHeap} keeps the books of live bytes and
 * garbage, and one {@code SimulatedCollector} per garbage collector decides when it collects and
 * what it can win back. What telemetry shows follows from that; docs/leakbench-simulator.md
 * compares it with real JVMs.
 */
@NullMarked
package io.heapcast.bench.simulate;

import org.jspecify.annotations.NullMarked;
