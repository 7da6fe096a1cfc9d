/**
 * The contenders of LeakBench: Heapcast's own detector and its rivals, each in its published
 * setting, all on the same windows. {@link io.heapcast.bench.rival.Contenders} lists them.
 */
@NullMarked
package io.heapcast.bench.rival;

import org.jspecify.annotations.NullMarked;
