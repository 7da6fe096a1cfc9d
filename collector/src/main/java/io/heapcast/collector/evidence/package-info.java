/**
 * What the alert stage asks of this host: one full collection of a suspected JVM, where the
 * operator allows it.
 */
@NullMarked
package io.heapcast.collector.evidence;

import org.jspecify.annotations.NullMarked;
