package io.heapcast.server.remotewrite;

import java.util.SortedMap;

/**
 * One value of one series.
 *
 * @param labels by name, {@code __name__} among them; none is empty
 * @param timeMs milliseconds since 1970, by the JVM's clock
 */
record Sample(SortedMap<String, String> labels, long timeMs, double value) {}
