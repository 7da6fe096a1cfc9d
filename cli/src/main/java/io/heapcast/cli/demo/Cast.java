package io.heapcast.cli.demo;

import io.heapcast.cli.demo.DemoService.Gc;
import io.heapcast.cli.demo.DemoService.Role;
import io.heapcast.cli.demo.workload.CartService;
import io.heapcast.cli.demo.workload.CatalogCache;
import io.heapcast.cli.demo.workload.ReportBatch;
import io.heapcast.cli.demo.workload.SessionStore;
import java.util.List;

/** Who plays in the demo: one service that leaks, and neighbours that look as if they did. */
final class Cast {

  static final DemoService CART =
      new DemoService(
          "cart-service",
          "1.4.2",
          Role.LEAKING,
          Gc.G1,
          128,
          CartService.class,
          "after a while, forgotten carts stay in its map");

  static final DemoService CATALOG =
      new DemoService(
          "catalog-cache",
          "3.0.1",
          Role.HEALTHY,
          Gc.PARALLEL,
          144,
          CatalogCache.class,
          "a cache that fills to its bound");

  static final DemoService SESSIONS =
      new DemoService(
          "session-store",
          "2.7.0",
          Role.HEALTHY,
          Gc.SERIAL,
          112,
          SessionStore.class,
          "sessions that expire, under a rising load");

  static final DemoService REPORTS =
      new DemoService(
          "report-batch",
          "0.9.4",
          Role.HEALTHY,
          Gc.SERIAL,
          120,
          ReportBatch.class,
          "now and then a report takes half its heap");

  static final List<DemoService> ALL = List.of(CART, CATALOG, SESSIONS, REPORTS);

  private Cast() {}

  /** The one that runs on another JDK than this process, if there is one. */
  static boolean prefersOtherJdk(DemoService service) {
    return service.equals(SESSIONS);
  }
}
