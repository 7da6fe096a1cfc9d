package io.heapcast.collector.publish;

import io.heapcast.telemetry.JvmId;
import java.time.Instant;

/**
 * Where reading of a JVM goes on.
 *
 * @param jvm under which id it was told; it stays, also where the JVM's own start comes late
 * @param until up to when its telemetry has been taken care of
 */
public record Position(JvmId jvm, Instant until) {}
