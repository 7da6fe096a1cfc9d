package io.heapcast.cli.demo.workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Shopping carts, one per session: the service that leaks.
 *
 * <p>A session lasts a second or three; then its cart is bought or forgotten, and either way
 * removed. At {@link #FLAG_ON}, or when its starter asks for it on standard input where {@code
 * flag=asked} is among its arguments, the feature "guest carts" is switched on: a guest's cart that
 * is not bought stays in the map, under a session that never returns.
 */
public final class CartService implements Traffic.Service {

  /** When the leak begins, after the start of the service. */
  public static final Duration FLAG_ON = Duration.ofSeconds(40);

  private static final double REQUESTS_PER_SECOND = 1200;

  /** About 65 MiB. */
  private static final int PRODUCTS = 59_000;

  /** One request in this many opens a session. */
  private static final int REQUESTS_PER_SESSION = 10;

  /** One line in so many is paid for at once, and waits for the bank. */
  private static final int LINES_PER_PAYMENT = 6;

  private static final double SESSION_SECONDS_LEAST = 1;
  private static final double SESSION_SECONDS_MOST = 3;

  /** Of all sessions, those of guests who leave without buying. */
  private static final double ABANDONED_BY_GUESTS = 0.40;

  private final Exchange exchange;
  private final Catalog catalog;
  private final InFlight payments;
  private final SplittableRandom random;
  private final Map<Long, Cart> carts = new HashMap<>();
  private final List<Cart> open = new ArrayList<>();
  private final boolean whenAsked;
  private long sessions;

  private CartService(long seed, boolean whenAsked) {
    this.whenAsked = whenAsked;
    exchange = new Exchange(seed);
    catalog = Catalog.load(PRODUCTS, seed);
    payments = new InFlight(seed, 3, 6);
    random = new SplittableRandom(seed);
  }

  /** Runs until the heap is exhausted or the starter is gone. */
  public static void main(String[] arguments) {
    WorkloadOptions options = WorkloadOptions.parse(arguments);
    Load load = Load.steady(REQUESTS_PER_SECOND).restless(0.2, options.seed());
    Traffic.serve(options, load, new CartService(options.seed(), options.flagWhenAsked()));
  }

  @Override
  public void answer(double seconds) {
    if (random.nextInt(REQUESTS_PER_SESSION) == 0) {
      openSession(seconds);
      closeSessions(seconds);
    } else if (!open.isEmpty()) {
      addToCart(open.get(random.nextInt(open.size())), seconds);
    }
  }

  private void openSession(double seconds) {
    Map<String, String> request = exchange.receive("/session");
    Cart cart =
        new Cart(
            sessions++,
            seconds + random.nextDouble(SESSION_SECONDS_LEAST, SESSION_SECONDS_MOST),
            random.nextDouble() < ABANDONED_BY_GUESTS);
    carts.put(cart.session, cart);
    open.add(cart);
    exchange.answer(request, "\"session\":" + cart.session);
  }

  private void addToCart(Cart cart, double seconds) {
    Map<String, String> request = exchange.receive("/cart/add");
    int item = Integer.parseInt(request.getOrDefault("item", "0"));
    cart.lines.add(Line.of(catalog.get(item)));
    exchange.answer(request, cart.toJson());
    if (cart.lines.size() % LINES_PER_PAYMENT == 0) {
      payments.await(seconds, 6 * 1024);
    }
  }

  private void closeSessions(double seconds) {
    boolean guestsKept = whenAsked ? ParentWatch.isAsked() : seconds >= FLAG_ON.toSeconds();
    for (int i = open.size() - 1; i >= 0; i--) {
      Cart cart = open.get(i);
      if (cart.endsSeconds <= seconds) {
        open.set(i, open.get(open.size() - 1));
        open.remove(open.size() - 1);
        if (!(guestsKept && cart.abandonedByGuest)) {
          carts.remove(cart.session);
        }
      }
    }
  }

  private static final class Cart {
    private final long session;
    private final double endsSeconds;
    private final boolean abandonedByGuest;
    private final List<Line> lines = new ArrayList<>();

    Cart(long session, double endsSeconds, boolean abandonedByGuest) {
      this.session = session;
      this.endsSeconds = endsSeconds;
      this.abandonedByGuest = abandonedByGuest;
    }

    String toJson() {
      StringBuilder json = new StringBuilder("\"lines\":[");
      lines.forEach(line -> json.append('"').append(line.sku).append("\","));
      return json.append(']').toString();
    }
  }

  /** A product in a cart, with price and description as the buyer saw them. */
  private record Line(String sku, long cents, String description) {

    static Line of(Catalog.Product product) {
      return new Line(
          product.sku(), product.cents(), product.cents() + " ct: " + product.description());
    }
  }
}
