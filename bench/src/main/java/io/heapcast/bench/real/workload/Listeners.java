package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.eventbus.EventBus;
import com.google.common.eventbus.Subscribe;
import java.util.SplittableRandom;

/** Views listen on a Guava event bus; from some time on closed ones are not unregistered. */
final class Listeners implements Workload {

  private static final double VIEW_BYTES = 4_000;

  private static final int REQUESTS_PER_VIEW = 10;

  private final EventBus bus = new EventBus();
  private final SplittableRandom random;
  private final Leak leak;

  /** The price of an item has changed. */
  record PriceChanged(int item) {}

  /** Shown to one user. */
  static final class View {
    private final Payload shown;
    private int changes;

    View(Payload shown) {
      this.shown = shown;
    }

    @Subscribe
    public void changed(PriceChanged change) {
      changes += shown.lines().size() + change.item();
    }

    int changes() {
      return changes;
    }
  }

  Listeners(Setup setup) {
    random = setup.random().split();
    leak = setup.leakOfRoom(VIEW_BYTES * 1.4);
  }

  @Override
  public void request(double seconds, JsonNode request) {
    for (int i = leak.entries(seconds); i > 0; i--) {
      open(request);
    }
    if (random.nextInt(400) == 0) {
      bus.post(new PriceChanged(request.path("item").asInt()));
    }
    if (random.nextInt(REQUESTS_PER_VIEW) == 0) {
      bus.unregister(open(request));
    }
  }

  private View open(JsonNode request) {
    View view = new View(Payload.of(request, VIEW_BYTES, random));
    bus.register(view);
    return view;
  }
}
