package io.heapcast.collector.attach;

import java.time.Duration;

/** When the last step of an attempt began. */
final class Progress {

  private volatile long stepNanos = System.nanoTime();

  void nextStep() {
    stepNanos = System.nanoTime();
  }

  Duration sinceLastStep() {
    return Duration.ofNanos(System.nanoTime() - stepNanos);
  }
}
