/** Windows: folds a JVM's telemetry into facts per 10 s of its own time, exactly once. */
@NullMarked
package io.heapcast.streams;

import org.jspecify.annotations.NullMarked;
