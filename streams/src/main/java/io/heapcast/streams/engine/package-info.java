/**
 * Telemetry of one JVM in, its windows out: {@link io.heapcast.streams.engine.WindowEngine}. No
 * Kafka here; the topology, the tests and offline analysis are hosts of the same class.
 */
@NullMarked
package io.heapcast.streams.engine;

import org.jspecify.annotations.NullMarked;
