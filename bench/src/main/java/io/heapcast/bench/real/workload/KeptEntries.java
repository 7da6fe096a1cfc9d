package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;

/** Requests leave an entry in a container of the application, for ever. */
final class KeptEntries implements Workload {

  private static final double ENTRY_BYTES = 2_500;

  /** Filled by all who ask, emptied by none. */
  private static final Map<String, Payload> STATIC_MAP = new HashMap<>();

  private static final Map<String, Map<String, Object>> SESSIONS = new ConcurrentHashMap<>();

  /** Puts one entry. */
  private interface Container {
    void put(JsonNode request, long number);
  }

  private final Leak leak;
  private final DoubleUnaryOperator speed;
  private final Container container;
  private long entries;

  private KeptEntries(Leak leak, DoubleUnaryOperator speed, Container container) {
    this.leak = leak;
    this.speed = speed;
    this.container = container;
  }

  static Workload staticMap(Setup setup) {
    return new KeptEntries(
        setup.leakOfRoom(ENTRY_BYTES), seconds -> 1, intoStaticMap(setup.random().split()));
  }

  /** Sessions as a servlet container keeps them, with attributes; nobody invalidates them. */
  static Workload sessions(Setup setup) {
    SplittableRandom random = setup.random().split();
    return new KeptEntries(
        setup.leakOfRoom(ENTRY_BYTES + 500),
        seconds -> 1,
        (request, number) -> {
          Map<String, Object> attributes = new ConcurrentHashMap<>();
          attributes.put("user", request.path("user").asText());
          attributes.put("cart", Payload.of(request, ENTRY_BYTES, random));
          SESSIONS.put(new UUID(random.nextLong(), random.nextLong()).toString(), attributes);
        });
  }

  static Workload interned(Setup setup) {
    SplittableRandom random = setup.random().split();
    Interner<String> interner = Interners.newStrongInterner();
    return new KeptEntries(
        setup.leakOfRoom(600),
        seconds -> 1,
        (request, number) -> {
          String text = "user-" + number + "-" + random.nextInt(1_000_000) + " ";
          String kept = interner.intern(text.repeat(480 / text.length()));
          if (kept.isEmpty()) {
            throw new IllegalStateException("empty");
          }
        });
  }

  /** The more has leaked, the more is tried again. */
  static Workload accelerating(Setup setup) {
    Leak leak = setup.leakOfRoom(ENTRY_BYTES);
    double span = setup.options().seconds() - leak.beginSeconds();
    return new KeptEntries(
        leak,
        seconds -> 0.3 + 1.4 * (seconds - leak.beginSeconds()) / span,
        intoStaticMap(setup.random().split()));
  }

  /** A job of a few seconds leaks; then it pauses. */
  static Workload stepped(Setup setup) {
    double every = setup.random().nextDouble(8, 14);
    double share = setup.random().nextDouble(0.15, 0.3);
    return new KeptEntries(
        setup.leakOfRoom(ENTRY_BYTES),
        seconds -> seconds / every % 1 < share ? 1 / share : 0,
        intoStaticMap(setup.random().split()));
  }

  static Workload fromBoot(Setup setup) {
    return new KeptEntries(
        setup.leakFrom(0, setup.roomBytes(), ENTRY_BYTES),
        seconds -> 1,
        intoStaticMap(setup.random().split()));
  }

  @Override
  public void request(double seconds, JsonNode request) {
    for (int i = leak.entries(seconds, speed.applyAsDouble(seconds)); i > 0; i--) {
      container.put(request, entries++);
    }
  }

  private static Container intoStaticMap(SplittableRandom random) {
    return (request, number) ->
        STATIC_MAP.put("order-" + number, Payload.of(request, ENTRY_BYTES, random));
  }
}
