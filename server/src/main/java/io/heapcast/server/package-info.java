/**
 * What the outside sees: {@code /metrics} and alert delivery. Start with {@link
 * io.heapcast.server.HeapcastServer}; {@link io.heapcast.server.Fleet} is what it knows.
 */
@NullMarked
package io.heapcast.server;

import org.jspecify.annotations.NullMarked;
