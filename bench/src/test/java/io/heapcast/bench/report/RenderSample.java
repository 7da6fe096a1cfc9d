package io.heapcast.bench.report;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a page of made-up results, to be looked at: {@code RenderSample FILE [RUNS_PER_FAMILY]}.
 */
final class RenderSample {

  private RenderSample() {}

  public static void main(String[] arguments) throws IOException {
    int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 24;
    ReportPage.write(SampleReport.of(7, runs), Path.of(arguments[0]));
  }
}
