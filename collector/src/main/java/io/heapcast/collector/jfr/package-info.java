/**
 * From the events of one JVM to its telemetry: {@link io.heapcast.collector.jfr.RepositoryTail}
 * reads the JVM's repository, the handlers in {@code event} fill {@link
 * io.heapcast.collector.jfr.Measurements}, {@link io.heapcast.collector.jfr.BatchSequence} cuts
 * them into batches at each flush.
 *
 * <p>Everything of one JVM is used by its tail's thread alone.
 */
@NullMarked
package io.heapcast.collector.jfr;

import org.jspecify.annotations.NullMarked;
