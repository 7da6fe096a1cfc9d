package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.JvmFacts;
import jdk.jfr.consumer.RecordedEvent;

/** The memory limit of the container, where there is one. */
final class ContainerConfiguration implements EventHandler {

  private final JvmFacts facts;

  ContainerConfiguration(JvmFacts facts) {
    this.facts = facts;
  }

  @Override
  public boolean describes() {
    return true;
  }

  @Override
  public void accept(RecordedEvent event) {
    Fields.limit(event, "memoryLimit").ifPresent(facts::containerLimit);
  }
}
