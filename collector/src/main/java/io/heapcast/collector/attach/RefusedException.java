package io.heapcast.collector.attach;

/** A JVM cannot be watched. */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;
  private final boolean mayRecord;

  RefusedException(Refusal refusal) {
    this(refusal, false);
  }

  RefusedException(Refusal refusal, boolean mayRecord) {
    super(refusal.code().code() + ": " + refusal.reason(), null, false, false);
    this.refusal = refusal;
    this.mayRecord = mayRecord;
  }

  /** Whether a recording that was asked for may run in it all the same. */
  public boolean mayRecord() {
    return mayRecord;
  }

  public Refusal refusal() {
    return refusal;
  }
}
