package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Batches are lost for minutes, or sent again; a collector is restarted and reads a minute of the
 * recording again, under a new session; some readings come a batch late.
 *
 * @param meanSeconds from one trouble to the next
 */
record LostBatches(double meanSeconds) implements Disturbance {

  private static final int REMEMBERED = 6;

  private enum Trouble {
    LOST,
    REPEATED,
    RESTARTED,
    LATE
  }

  @Override
  public Consumer<TelemetryBatch> to(Consumer<TelemetryBatch> sink, Dice dice) {
    return new Path(sink, dice);
  }

  private final class Path implements Consumer<TelemetryBatch> {

    private final Consumer<TelemetryBatch> sink;
    private final Dice dice;
    private final Deque<TelemetryBatch> recent = new ArrayDeque<>();
    private long nextMs;
    private long lostUntilMs;
    private long session;
    private long seq;
    private TelemetryBatch.Builder late = TelemetryBatch.newBuilder();

    Path(Consumer<TelemetryBatch> sink, Dice dice) {
      this.sink = sink;
      this.dice = dice;
      this.session = dice.bits();
    }

    @Override
    public void accept(TelemetryBatch batch) {
      long nowMs = batch.getObservedUntilMs();
      Trouble trouble = null;
      if (nextMs == 0) {
        nextMs = nowMs + pause();
      } else if (nowMs >= nextMs && !batch.hasEnded()) {
        nextMs = nowMs + pause();
        trouble = dice.pick(java.util.List.of(Trouble.values()));
      }
      if (trouble == Trouble.LOST) {
        lostUntilMs = nowMs + (long) (1_000 * dice.logBetween(20, 3_600));
      } else if (trouble == Trouble.RESTARTED) {
        restart();
      }
      TelemetryBatch.Builder sent =
          batch.toBuilder().setSession(session).setSeq(seq++).mergeFrom(late.build());
      late = TelemetryBatch.newBuilder();
      if (trouble == Trouble.LATE) {
        late.addAllThreads(sent.getThreadsList()).addAllGcCycles(sent.getGcCyclesList());
        sent.clearThreads().clearGcCycles();
      }
      send(sent.build(), nowMs, trouble == Trouble.REPEATED);
    }

    private void send(TelemetryBatch sent, long nowMs, boolean twice) {
      recent.add(sent);
      if (recent.size() > REMEMBERED) {
        recent.remove();
      }
      if (nowMs < lostUntilMs && !sent.hasInfo() && !sent.hasEnded()) {
        return;
      }
      sink.accept(sent);
      if (twice) {
        sink.accept(sent);
      }
    }

    /** A new session that reads again what it did not see acknowledged. */
    private void restart() {
      session = dice.bits();
      seq = 0;
      for (TelemetryBatch again : recent) {
        sink.accept(again.toBuilder().setSession(session).setSeq(seq++).build());
      }
    }

    private long pause() {
      return (long) (1_000 * meanSeconds * dice.between(0.3, 1.7));
    }
  }
}
