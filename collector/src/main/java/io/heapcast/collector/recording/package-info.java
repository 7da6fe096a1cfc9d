/**
 * From recording files to telemetry: {@link io.heapcast.collector.recording.JfrFiles} finds the
 * JVMs in any number of files, {@link io.heapcast.collector.recording.JfrRecording} reads one of
 * them, chunk by chunk, with the very event handlers that watch a running JVM.
 */
@NullMarked
package io.heapcast.collector.recording;

import org.jspecify.annotations.NullMarked;
