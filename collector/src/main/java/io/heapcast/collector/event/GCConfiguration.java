package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.JvmFacts;
import jdk.jfr.consumer.RecordedEvent;

/** Which collector the JVM has. */
final class GCConfiguration implements EventHandler {

  private final JvmFacts facts;

  GCConfiguration(JvmFacts facts) {
    this.facts = facts;
  }

  @Override
  public boolean describes() {
    return true;
  }

  @Override
  public void accept(RecordedEvent event) {
    facts.collector(Fields.text(event, "oldCollector"));
  }
}
