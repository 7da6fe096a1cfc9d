package io.heapcast.collector.recording;

/** A chunk's content is not what JFR writes. The message names what was found. */
final class DamagedException extends Exception {

  private static final long serialVersionUID = 1L;

  DamagedException(String found) {
    super(found);
  }
}
