package io.heapcast.cli.demo.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Products, loaded at the start and kept: the live set that every service has. */
final class Catalog {

  private static final int DESCRIPTION_CHARACTERS = 900;

  private final List<Product> products;

  /**
   * One product.
   *
   * @param sku its number, as text
   * @param cents its price
   * @param description what a buyer reads
   */
  record Product(String sku, long cents, String description) {}

  private Catalog(List<Product> products) {
    this.products = products;
  }

  /** About 1.1 KiB per product. */
  static Catalog load(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Product> products = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String sku = "SKU-" + i;
      String description = (sku + " ").repeat(DESCRIPTION_CHARACTERS / sku.length());
      products.add(new Product(sku, random.nextLong(100, 100_000), description));
    }
    return new Catalog(List.copyOf(products));
  }

  Product get(int number) {
    return products.get(Math.floorMod(number, products.size()));
  }
}
