package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.JvmFacts;
import jdk.jfr.consumer.RecordedEvent;

/** The heap limit. */
final class GCHeapConfiguration implements EventHandler {

  private final JvmFacts facts;

  GCHeapConfiguration(JvmFacts facts) {
    this.facts = facts;
  }

  @Override
  public boolean describes() {
    return true;
  }

  @Override
  public void accept(RecordedEvent event) {
    facts.maxHeap(event.getLong("maxSize"));
  }
}
