package io.heapcast.collector.event;

import io.heapcast.collector.attach.HeapcastRecording;
import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.JvmFacts;
import jdk.jfr.consumer.RecordedEvent;

/** A recording that writes to the same repository. */
final class ActiveRecording implements EventHandler {

  private final JvmFacts facts;

  ActiveRecording(JvmFacts facts) {
    this.facts = facts;
  }

  @Override
  public boolean describes() {
    return true;
  }

  @Override
  public void accept(RecordedEvent event) {
    if (!HeapcastRecording.isOurs(Fields.text(event, "name"))) {
      facts.recordedByOthers();
    }
  }
}
