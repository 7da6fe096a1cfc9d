package io.heapcast.bench.throughput;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.telemetry.v1.TelemetryBatch;

/** Decodes batches and does nothing else; measured are those behind the first ones. */
final class Plain {

  private final long unmeasured;
  private long beforeNanos;
  private long read;
  private long bytes;

  /** So that decoding cannot be left out. */
  private long seqs;

  /**
   * Nothing read yet.
   *
   * @param unmeasured batches that come first, 1 or more
   */
  Plain(long unmeasured) {
    this.unmeasured = unmeasured;
  }

  void read(byte[] value) {
    try {
      seqs += TelemetryBatch.parseFrom(value).getSeq();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
    read++;
    if (read > unmeasured) {
      bytes += value.length;
    } else if (read == unmeasured) {
      beforeNanos = Cost.cpuNanosSoFar();
    }
  }

  Load measured() {
    return new Load(read - unmeasured, bytes);
  }

  /** Until now. */
  Cost cost() {
    if (seqs < 0) {
      throw new IllegalStateException("no seq is negative");
    }
    return new Cost(Cost.cpuNanosSoFar() - beforeNanos, read - unmeasured);
  }
}
