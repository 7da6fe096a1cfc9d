package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.JvmFacts;
import jdk.jfr.consumer.RecordedEvent;

/** When the JVM started. Its arguments stay here. */
final class JVMInformation implements EventHandler {

  private final JvmFacts facts;

  JVMInformation(JvmFacts facts) {
    this.facts = facts;
  }

  @Override
  public boolean describes() {
    return true;
  }

  @Override
  public void accept(RecordedEvent event) {
    facts.jvm(event.getInstant("jvmStartTime"), Fields.text(event, "jvmArguments"));
  }
}
