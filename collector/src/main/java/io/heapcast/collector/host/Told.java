package io.heapcast.collector.host;

/**
 * Something a JVM is called by, and who says so.
 *
 * @param value never blank
 * @param source in words, such as {@code the manifest of its jar}
 */
public record Told(String value, String source) {}
