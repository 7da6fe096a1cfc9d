/**
 * The report of LeakBench: one HTML page for people who have never seen the project. {@link
 * io.heapcast.bench.report.ReportData} is all it knows, {@link io.heapcast.bench.report.ReportPage}
 * writes it.
 */
@NullMarked
package io.heapcast.bench.report;

import org.jspecify.annotations.NullMarked;
