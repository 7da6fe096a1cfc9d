/** {@code heapcast topics}: what a cluster must hold for a fleet, and whether it does. */
@NullMarked
package io.heapcast.cli.topics;

import org.jspecify.annotations.NullMarked;
