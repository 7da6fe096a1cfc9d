package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * What every service has: data loaded at its start, requests in JSON that are parsed and answered,
 * and some that wait for others and are old when they die, so that the old generation is used and
 * collected.
 */
final class Background {

  /** Share of the heap that requests in flight hold, about. */
  static final double IN_FLIGHT_SHARE = 0.12;

  private static final double WAIT_SECONDS_LEAST = 1.5;
  private static final double WAIT_SECONDS_MOST = 3.5;

  /** What a longer stall has missed is not made up for, as callers give up. */
  static final double PATIENCE_SECONDS = 0.3;

  private static final int STATE_BYTES = 8 * 1024;
  private static final int PRODUCT_CHARACTERS = 900;
  private static final double PRODUCT_BYTES = PRODUCT_CHARACTERS + 130;
  private static final int LINES = 24;

  private final ObjectMapper mapper = new ObjectMapper();
  private final SplittableRandom random;
  private final List<Product> catalog;
  private final byte[] wire;
  private final double waitsPerSecond;
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparingDouble(Waiting::untilSeconds));
  private double nextWaitSeconds;
  private long answeredBytes;

  private record Product(int number, String description) {}

  private record Waiting(double untilSeconds, List<byte[]> state) {}

  /**
   * A background.
   *
   * @param baseBytes of data loaded now and kept
   * @param inFlight factor on the usual requests in flight; 0: none grow old
   */
  Background(WorkloadOptions options, double baseBytes, double inFlight) {
    random = new SplittableRandom(options.seed());
    catalog = products((int) (baseBytes / PRODUCT_BYTES));
    double meanWait = (WAIT_SECONDS_LEAST + WAIT_SECONDS_MOST) / 2;
    waitsPerSecond = inFlight * options.heapBytes() * IN_FLIGHT_SHARE / STATE_BYTES / meanWait;
    wire = wireRequest();
  }

  /** Receives a request, lets the workload do its part, and answers. */
  void exchange(double seconds, Workload workload) {
    try {
      byte[] received = wire.clone();
      ObjectNode request = (ObjectNode) mapper.readTree(received);
      request.put("user", random.nextInt(1_000_000));
      request.put("item", random.nextInt(50_000));
      workload.request(seconds, request);
      request.put("description", product().description());
      answeredBytes += mapper.writeValueAsBytes(request).length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requests begin to wait for others, and end. */
  void tick(double seconds, double load) {
    nextWaitSeconds = Math.max(nextWaitSeconds, seconds - PATIENCE_SECONDS);
    for (; nextWaitSeconds < seconds; nextWaitSeconds += 1 / (waitsPerSecond * load + 1e-3)) {
      double until = seconds + random.nextDouble(WAIT_SECONDS_LEAST, WAIT_SECONDS_MOST);
      if (waitsPerSecond > 0) {
        waiting.add(new Waiting(until, state()));
      }
    }
    for (Waiting next = waiting.peek();
        next != null && next.untilSeconds() <= seconds;
        next = waiting.peek()) {
      waiting.remove();
    }
  }

  /** Bytes sent so far. */
  long answeredBytes() {
    return answeredBytes;
  }

  private Product product() {
    return catalog.get(random.nextInt(catalog.size()));
  }

  private static List<byte[]> state() {
    List<byte[]> state = new ArrayList<>();
    for (int bytes = 0; bytes < STATE_BYTES; bytes += 2048) {
      state.add(new byte[2048 - 16]);
    }
    return state;
  }

  private List<Product> products(int count) {
    List<Product> products = new ArrayList<>(count + 1);
    for (int i = 0; i <= count; i++) {
      String word = "product-" + random.nextInt(100_000) + " ";
      products.add(new Product(i, word.repeat(PRODUCT_CHARACTERS / word.length())));
    }
    return products;
  }

  private byte[] wireRequest() {
    ObjectNode request = mapper.createObjectNode().put("path", "/order").put("session", "s-1");
    ArrayNode lines = request.putArray("lines");
    for (int i = 0; i < LINES; i++) {
      JsonNode line =
          lines.addObject().put("sku", "sku-" + i).put("cents", 100 * i).put("note", "as ever");
      if (line.isMissingNode()) {
        throw new IllegalStateException("no line");
      }
    }
    try {
      return mapper.writeValueAsBytes(request);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
