package io.heapcast.server;

/**
 * How a record came in.
 *
 * @param appendedMs when the broker appended it, milliseconds since the epoch by the broker's clock
 * @param live whether it was written after this server began to read; what is not live is known
 *     already, so it is shown but neither counted nor announced
 */
record Arrival(long appendedMs, boolean live) {}
