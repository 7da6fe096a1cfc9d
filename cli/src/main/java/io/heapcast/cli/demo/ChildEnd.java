package io.heapcast.cli.demo;

import java.time.Instant;

/**
 * How and when a service ended.
 *
 * @param how what ended it
 * @param time when its process was gone
 * @param exitCode of its process
 * @param lastWords the last line it wrote; empty when there is none
 */
record ChildEnd(How how, Instant time, int exitCode, String lastWords) {

  /** What ended a service. */
  enum How {
    /** Its heap was exhausted. */
    OUT_OF_MEMORY_ERROR,
    /** The demo was over. */
    STOPPED,
    /** Neither: killed from outside, or broken. */
    DIED
  }
}
