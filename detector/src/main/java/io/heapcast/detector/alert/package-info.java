/**
 * From verdicts of many JVMs to one alert per leak. Plain Java and event time, as the model: wall
 * clock only lets go of what was not heard of any more.
 *
 * <p>{@link io.heapcast.detector.alert.ServiceAlert} is the entry, one per {@link
 * io.heapcast.detector.alert.Scopes scope}.
 */
@NullMarked
package io.heapcast.detector.alert;

import org.jspecify.annotations.NullMarked;
