/**
 * The host daemon: finds the JVMs of a host, attaches, tails their JFR repositories and publishes
 * telemetry.
 */
@NullMarked
package io.heapcast.collector;

import org.jspecify.annotations.NullMarked;
