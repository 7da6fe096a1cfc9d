package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/** A table of numbers that doubles its capacity when full, until it holds all customers. */
final class DoublingContainer implements Workload {

  private long[] totals;
  private int customers;
  private final int allCustomers;
  private final double newPerRequest;
  private double due;

  DoublingContainer(Setup setup) {
    // Old and new array exist side by side for a moment: the largest is a quarter of the room.
    double most = setup.roomBytes() * setup.random().nextDouble(0.18, 0.25);
    int capacity = (int) (most / Long.BYTES);
    totals = new long[Math.max(1, capacity >> 5)];
    allCustomers = (int) (capacity * setup.random().nextDouble(0.6, 0.9));
    newPerRequest = allCustomers / setup.moment(0.5, 0.75) / setup.requestsPerSecond();
  }

  @Override
  public void request(double seconds, JsonNode request) {
    for (due += newPerRequest; due >= 1; due--) {
      if (customers < allCustomers) {
        if (customers == totals.length) {
          totals = Arrays.copyOf(totals, totals.length * 2);
        }
        totals[customers++] = request.path("item").asLong();
      }
    }
  }
}
