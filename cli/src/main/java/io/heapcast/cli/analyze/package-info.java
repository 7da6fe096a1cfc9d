/**
 * {@code heapcast analyze}: recordings and GC logs through the very window engine and detector that
 * watch a fleet, in event time and without a broker.
 */
@NullMarked
package io.heapcast.cli.analyze;

import org.jspecify.annotations.NullMarked;
