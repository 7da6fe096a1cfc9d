/**
 * GC logs as telemetry. {@link io.heapcast.cli.analyze.gclog.GcLogs} opens them; what a collector's
 * words mean is in {@code UnifiedParser} and {@code LegacyParser}, what follows from them for the
 * wire in {@code Gc}.
 *
 * <p>A log is read twice, line by line and never as a whole: once for the JVMs in it and what they
 * say of themselves anywhere ({@code LogScan}), once for the collections ({@code LoggedJvm}).
 */
@NullMarked
package io.heapcast.cli.analyze.gclog;

import org.jspecify.annotations.NullMarked;
