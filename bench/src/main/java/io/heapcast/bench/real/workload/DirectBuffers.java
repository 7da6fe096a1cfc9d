package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Answers are written to direct buffers of Netty, sent after a while, and released. */
final class DirectBuffers implements Workload {

  /** Of direct memory. */
  static final int LIMIT_MIB = 64;

  private static final int BUFFER_BYTES = 16 * 1024;
  private static final double ANSWERS_PER_REQUEST = 0.1;

  private final Supplier<ByteBuf> buffers;
  private final SplittableRandom random;
  private final Leak leak;
  private final List<ByteBuf> lost = new ArrayList<>();
  private final PriorityQueue<Sending> sending =
      new PriorityQueue<>(Comparator.comparingDouble(Sending::untilSeconds));
  private final double mostSending;
  private final double fullSeconds;

  private record Sending(double untilSeconds, ByteBuf buffer) {}

  private DirectBuffers(
      Supplier<ByteBuf> buffers, Setup setup, Leak leak, double mostSending, double fullSeconds) {
    this.buffers = buffers;
    this.random = setup.random().split();
    this.leak = leak;
    this.mostSending = mostSending;
    this.fullSeconds = fullSeconds;
  }

  /**
   * Unpooled, of the JDK's memory on every JDK; from some time on some are kept, though they were
   * sent.
   */
  static Workload leaking(Setup setup) {
    double bytes = LIMIT_MIB * 1024 * 1024 * 0.92;
    return new DirectBuffers(
        () -> Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(BUFFER_BYTES)).clear(),
        setup,
        setup.leak(bytes, BUFFER_BYTES),
        200,
        1);
  }

  /** Pooled: arenas grow, chunk by chunk, to what the connections of a rising load need. */
  static Workload pooled(Setup setup) {
    double share = setup.random().nextDouble(0.35, 0.6);
    ByteBufAllocator pool = new PooledByteBufAllocator(true, 0, 2, 8192, 6, 0, 0, false);
    return new DirectBuffers(
        () -> pool.directBuffer(BUFFER_BYTES, BUFFER_BYTES),
        setup,
        new Leak(Double.MAX_VALUE, 0, setup.random().split()),
        share * LIMIT_MIB * 1024 * 1024 / BUFFER_BYTES,
        setup.moment(0.4, 0.7));
  }

  @Override
  public void request(double seconds, JsonNode request) {
    for (int i = leak.entries(seconds); i > 0; i--) {
      lost.add(answer(request));
    }
    if (random.nextDouble() < ANSWERS_PER_REQUEST * 4 && sending.size() < goal(seconds)) {
      sending.add(new Sending(seconds + random.nextDouble(1, 4), answer(request)));
    }
  }

  @Override
  public void tick(double seconds) {
    for (Sending next = sending.peek();
        next != null && next.untilSeconds() <= seconds;
        next = sending.peek()) {
      sending.remove().buffer().release();
    }
  }

  private double goal(double seconds) {
    return mostSending * (0.2 + 0.8 * Math.min(1, seconds / fullSeconds));
  }

  private ByteBuf answer(JsonNode request) {
    ByteBuf buffer = buffers.get();
    while (buffer.writableBytes() >= Long.BYTES) {
      buffer.writeLong(request.path("user").asLong());
    }
    return buffer;
  }
}
