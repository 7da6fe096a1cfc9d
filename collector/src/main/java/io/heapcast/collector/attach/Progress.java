package io.heapcast.collector.attach;

import java.time.Duration;

/** When the last step of an attempt began, and what it may have left in the JVM. */
final class Progress {

  private volatile long stepNanos = System.nanoTime();
  private volatile boolean mayRecord;

  void nextStep() {
    stepNanos = System.nanoTime();
  }

  /** The JVM is about to be asked for a recording. */
  void recordingAsked() {
    mayRecord = true;
  }

  /** What was asked for is stopped again. */
  void recordingStopped() {
    mayRecord = false;
  }

  /** Whether our recording may run, as far as this attempt knows. */
  boolean mayRecord() {
    return mayRecord;
  }

  Duration sinceLastStep() {
    return Duration.ofNanos(System.nanoTime() - stepNanos);
  }
}
