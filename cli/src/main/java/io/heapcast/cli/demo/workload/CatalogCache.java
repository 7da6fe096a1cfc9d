package io.heapcast.cli.demo.workload;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Product pages out of a cache that fills up to its bound under skewed keys, then stays: healthy,
 * though its live set grows for a minute or more.
 */
public final class CatalogCache implements Traffic.Service {

  private static final double REQUESTS_PER_SECOND = 1100;
  private static final int PAGES = 16_000;
  private static final double SKEW = 0.9;
  private static final int PAGE_BYTES = 7 * 1024;

  /** Times the size of a page: about 50 MiB. */
  private static final int CACHED_PAGES = 7_200;

  /** One request in this many asks for a product's page. */
  private static final int REQUESTS_PER_PAGE = 3;

  private final Exchange exchange;
  private final ZipfKeys keys;
  private final InFlight suppliers;
  private final Cache cache = new Cache();
  private long requests;

  private CatalogCache(long seed) {
    exchange = new Exchange(seed);
    keys = new ZipfKeys(PAGES, SKEW, seed);
    suppliers = new InFlight(seed, 3, 6);
  }

  /** Runs until the starter is gone. */
  public static void main(String[] arguments) {
    WorkloadOptions options = WorkloadOptions.parse(arguments);
    Load load = Load.steady(REQUESTS_PER_SECOND).restless(0.15, options.seed());
    Traffic.serve(options, load, new CatalogCache(options.seed()));
  }

  @Override
  public void answer(double seconds) {
    if (requests++ % REQUESTS_PER_PAGE == 0) {
      page();
    } else {
      search(seconds);
    }
  }

  private void search(double seconds) {
    Map<String, String> request = exchange.receive("/search");
    suppliers.await(seconds, 6 * 1024);
    exchange.answer(request, "\"waiting\":" + suppliers.size());
  }

  private void page() {
    Map<String, String> request = exchange.receive("/product");
    int key = keys.next();
    byte[] page = cache.get(key);
    if (page == null) {
      page = new byte[PAGE_BYTES];
      cache.put(key, page);
    }
    exchange.answer(request, "\"page\":" + key + ",\"bytes\":" + page.length);
  }

  /** The page asked for longest ago makes room. */
  private static final class Cache extends LinkedHashMap<Integer, byte[]> {

    private static final long serialVersionUID = 1;

    Cache() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, byte[]> eldest) {
      return size() > CACHED_PAGES;
    }
  }
}
