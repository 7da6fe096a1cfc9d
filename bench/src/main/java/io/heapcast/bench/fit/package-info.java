/** Learns what the detector scores readings by, from training families only. */
@NullMarked
package io.heapcast.bench.fit;

import org.jspecify.annotations.NullMarked;
