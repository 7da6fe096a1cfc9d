package io.heapcast.streams.engine;

import io.heapcast.telemetry.v1.TelemetryBatch;

/**
 * Where the numbered batches of a JVM stand.
 *
 * @param known whether there was a batch at all
 * @param session collector session of the last batch
 * @param next number that the next batch of that session should have
 */
record Sequence(boolean known, long session, long next) {

  static final Sequence NONE = new Sequence(false, 0, 0);

  /**
   * What a batch says about those before it.
   *
   * @param newSession the collector, or its watch of this JVM, started again
   * @param missing batches of the session that did not come
   * @param again a number that came before, as of a record that was sent twice
   * @param then where the sequence stands after it
   */
  record Step(boolean newSession, long missing, boolean again, Sequence then) {

    /** The very next batch of the same session. */
    boolean isNext() {
      return !newSession && missing == 0 && !again;
    }
  }

  Step to(TelemetryBatch batch) {
    long seq = Math.max(0, batch.getSeq());
    Sequence then = new Sequence(true, batch.getSession(), seq + 1);
    if (!known) {
      return new Step(false, seq, false, then);
    }
    boolean fromTheStart = seq == 0 && next > 1;
    if (batch.getSession() != session || fromTheStart) {
      return new Step(true, seq, false, then);
    }
    if (seq < next) {
      return new Step(false, 0, true, this);
    }
    return new Step(false, seq - next, false, then);
  }
}
