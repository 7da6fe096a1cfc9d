package io.heapcast.collector.host;

/**
 * Identity of a process on this host for as long as the host runs.
 *
 * @param pid process id, positive
 * @param startTicks start in clock ticks since boot; tells a reused pid from the process before
 */
public record ProcessKey(long pid, long startTicks) {}
