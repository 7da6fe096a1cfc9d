/**
 * Windows to Prometheus by remote write, each at its own time. Start with {@link
 * io.heapcast.server.remotewrite.RemoteWriteExport}.
 */
@NullMarked
package io.heapcast.server.remotewrite;

import org.jspecify.annotations.NullMarked;
