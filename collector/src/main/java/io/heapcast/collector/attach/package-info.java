/**
 * Talking to a JVM through its attach socket: {@link io.heapcast.collector.attach.Attacher} starts
 * our recording in it, one JVM at a time, or says why it cannot.
 */
@NullMarked
package io.heapcast.collector.attach;

import org.jspecify.annotations.NullMarked;
