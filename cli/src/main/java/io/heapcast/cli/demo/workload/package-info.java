/**
 * The services that {@code heapcast demo} watches: each a real one in miniature, run as a JVM of
 * its own. Requests arrive at a rate, are parsed and answered, and leave garbage behind; some state
 * lives for a few seconds and grows old before it dies, as that of real requests does, so that old
 * collections happen with default flags. Only {@link io.heapcast.cli.demo.workload.CartService}
 * leaks.
 *
 * <p>Nothing but the JDK is used here: a service runs with the jar of this command and no other.
 */
@NullMarked
package io.heapcast.cli.demo.workload;

import org.jspecify.annotations.NullMarked;
