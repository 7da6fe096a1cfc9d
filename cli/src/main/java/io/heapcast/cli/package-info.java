/** The {@code heapcast} command: wires every part and brings the embedded broker. */
@NullMarked
package io.heapcast.cli;

import org.jspecify.annotations.NullMarked;
