/**
 * The leak model: windows of one JVM in, verdicts out. Plain Java, event time only, no clock, no
 * Kafka: the same windows give the same verdicts wherever it runs.
 *
 * <p>{@link io.heapcast.detector.model.JvmDetector} is the entry. A window passes through {@link
 * io.heapcast.detector.model.FloorTracker} (what was live after a real cleaning), {@link
 * io.heapcast.detector.model.Assessor} (is it growing, since when, in which shape), {@link
 * io.heapcast.detector.model.Exhaustion} (until when) and {@link
 * io.heapcast.detector.model.HeapStateMachine} (when to say so).
 */
@NullMarked
package io.heapcast.detector.model;

import org.jspecify.annotations.NullMarked;
