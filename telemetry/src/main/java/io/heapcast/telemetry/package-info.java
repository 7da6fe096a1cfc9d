/**
 * The wire between the parts of Heapcast: the generated schema in {@code v1}, {@link
 * io.heapcast.telemetry.Topic topics} with their settings, serdes, and the {@link
 * io.heapcast.telemetry.JvmId identity of a JVM}. Every other module may use this one; it uses
 * none.
 */
@NullMarked
package io.heapcast.telemetry;

import org.jspecify.annotations.NullMarked;
