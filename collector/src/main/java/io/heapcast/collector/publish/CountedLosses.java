package io.heapcast.collector.publish;

import io.heapcast.telemetry.Topic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/** Counts what the spool loses. */
record CountedLosses(DropCounts drops) implements Spool.Losses {

  private static final Logger LOG = System.getLogger(CountedLosses.class.getName());

  @Override
  public void dropped(SpoolRecord record, DropReason reason) {
    if (record.topic() == Topic.TELEMETRY) {
      drops.add(record.key(), reason, "the spool is full");
    }
  }

  @Override
  public void stripped(SpoolRecord record) {
    drops.add(record.key(), DropReason.ALLOCATION_SAMPLES, "the spool is full");
  }

  @Override
  public void damaged(Path segment, String what) {
    LOG.log(Level.WARNING, "{0}: {1}; what is behind is lost", segment, what);
    drops.add("", DropReason.SPOOL_DAMAGED, what);
  }
}
