/**
 * One class per JFR event that is read, called after it; {@link
 * io.heapcast.collector.event.EventHandlers} lists those that are switched on.
 */
@NullMarked
package io.heapcast.collector.event;

import org.jspecify.annotations.NullMarked;
