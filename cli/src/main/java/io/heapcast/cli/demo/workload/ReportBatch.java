package io.heapcast.cli.demo.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A small service that also writes a report now and then: healthy, though a report holds most of
 * the heap while it is made. Then all of it is let go.
 */
public final class ReportBatch implements Traffic.Service {

  private static final double REQUESTS_PER_SECOND = 800;

  private static final double REPORT_EVERY_SECONDS_LEAST = 25;
  private static final double REPORT_EVERY_SECONDS_MOST = 40;
  private static final double GATHER_SECONDS = 5;
  private static final double KEPT_SECONDS = 6;
  private static final int ROW_BYTES = 4 * 1024;

  /** Times the size of a row: about 46 MiB. */
  private static final int ROWS = 11_500;

  private final Exchange exchange;
  private final InFlight queries;
  private final SplittableRandom random;
  private final List<byte[]> rows = new ArrayList<>();
  private double nextReportSeconds;

  private ReportBatch(long seed) {
    exchange = new Exchange(seed);
    queries = new InFlight(seed, 3, 6);
    random = new SplittableRandom(seed);
    scheduleReport(0);
  }

  /** Runs until the starter is gone. */
  public static void main(String[] arguments) {
    WorkloadOptions options = WorkloadOptions.parse(arguments);
    Load load = Load.steady(REQUESTS_PER_SECOND).restless(0.15, options.seed());
    Traffic.serve(options, load, new ReportBatch(options.seed()));
  }

  @Override
  public void answer(double seconds) {
    Map<String, String> request = exchange.receive("/orders");
    queries.await(seconds, 6 * 1024);
    exchange.answer(request, "\"waiting\":" + queries.size());
  }

  /** Gathers rows in step with the clock, keeps them while they are written, lets them go. */
  @Override
  public void tend(double seconds) {
    double age = seconds - nextReportSeconds;
    if (age < 0) {
      return;
    }
    int gathered = (int) Math.min(ROWS, ROWS * age / GATHER_SECONDS);
    while (rows.size() < gathered) {
      rows.add(new byte[ROW_BYTES]);
    }
    if (age > GATHER_SECONDS + KEPT_SECONDS) {
      rows.clear();
      scheduleReport(seconds);
    }
  }

  private void scheduleReport(double seconds) {
    nextReportSeconds =
        seconds + random.nextDouble(REPORT_EVERY_SECONDS_LEAST, REPORT_EVERY_SECONDS_MOST);
  }
}
