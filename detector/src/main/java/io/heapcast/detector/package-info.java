/** The leak model, plain Java, and the topology that runs it over windows. */
@NullMarked
package io.heapcast.detector;

import org.jspecify.annotations.NullMarked;
