package io.heapcast.streams.engine;

import io.heapcast.streams.v1.KeptCollection;
import io.heapcast.streams.v1.OpenWindow;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.JvmWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** The collections of one window that looked at more than the young generation. */
final class ListedCollections {

  /**
   * Listed one by one; {@code gc_totals} counts the rest. A JVM out of memory may collect on and
   * on.
   */
  static final int MAX_COLLECTIONS = 256;

  private static final int MAX_CAUSE_CHARS = 200;
  private static final int FIRST_ROOM = 2;

  private static final Comparator<Collection> BY_TIME =
      Comparator.comparingLong(Collection::getEndTimeMs)
          .thenComparing(Collection::getGcId, Integer::compareUnsigned);

  private final List<Collection> collections = new ArrayList<>(FIRST_ROOM);

  /** The inverse of {@link #writeTo}; also of version 1. */
  static ListedCollections of(OpenWindow stored) {
    ListedCollections read = new ListedCollections();
    read.collections.addAll(stored.getWindow().getCollectionsList());
    long startMs = stored.getWindow().getStartTimeMs();
    for (KeptCollection kept : stored.getCollectionsList()) {
      String cause = kept.getCause() == 0 ? "" : stored.getCauses(kept.getCause() - 1);
      read.collections.add(collection(kept, startMs, cause));
    }
    return read;
  }

  /** Writes them as {@link OpenWindow} keeps them. */
  void writeTo(ProtoWriter out, long startMs) {
    List<String> causes = new ArrayList<>(FIRST_ROOM);
    for (Collection collection : collections) {
      int begin = out.begin(OpenWindow.COLLECTIONS_FIELD_NUMBER);
      write(out, collection, startMs);
      out.uint32(KeptCollection.CAUSE_FIELD_NUMBER, place(collection.getCause(), causes));
      out.end(begin);
    }
    for (String cause : causes) {
      out.string(OpenWindow.CAUSES_FIELD_NUMBER, cause);
    }
  }

  void add(GcCycle cycle) {
    if (collections.size() < MAX_COLLECTIONS) {
      collections.add(collection(cycle));
    }
  }

  /**
   * Adds them to the window, by time.
   *
   * @param workBytes at a time
   */
  void finish(JvmWindow.Builder window, LongUnaryOperator workBytes) {
    collections.sort(BY_TIME);
    for (Collection collection : collections) {
      window.addCollections(
          collection.toBuilder()
              .setWorkBytes(workBytes.applyAsLong(collection.getEndTimeMs()))
              .build());
    }
  }

  /** Counted from 1; 0: there is no cause. */
  private static int place(String cause, List<String> causes) {
    if (cause.isEmpty()) {
      return 0;
    }
    int known = causes.indexOf(cause);
    if (known < 0) {
      causes.add(cause);
      return causes.size();
    }
    return known + 1;
  }

  private static Collection collection(GcCycle cycle) {
    Collection.Builder collection =
        Collection.newBuilder()
            .setGcId(cycle.getGcId())
            .setEndTimeMs(cycle.getEndTimeMs())
            .setKindValue(cycle.getKindValue())
            .setCause(Text.cut(cycle.getCause(), MAX_CAUSE_CHARS))
            .setDurationUs(cycle.getDurationUs())
            .setIncomplete(cycle.getIncomplete());
    if (cycle.hasHeapBeforeBytes()) {
      collection.setHeapBeforeBytes(cycle.getHeapBeforeBytes());
    }
    if (cycle.hasHeapAfterBytes()) {
      collection.setHeapAfterBytes(cycle.getHeapAfterBytes());
    }
    if (cycle.hasOldAfterBytes()) {
      collection.setOldAfterBytes(cycle.getOldAfterBytes());
    }
    if (cycle.hasHeapCommittedBytes()) {
      collection.setHeapCommittedBytes(cycle.getHeapCommittedBytes());
    }
    if (cycle.hasPromotedBytes()) {
      collection.setPromotedBytes(cycle.getPromotedBytes());
    }
    if (cycle.hasCopyFailedBytes()) {
      collection.setCopyFailedBytes(cycle.getCopyFailedBytes());
    }
    return collection.build();
  }

  private static void write(ProtoWriter out, Collection collection, long startMs) {
    out.uint32(KeptCollection.GC_ID_FIELD_NUMBER, collection.getGcId());
    out.uint64(KeptCollection.END_MS_FIELD_NUMBER, collection.getEndTimeMs() - startMs);
    out.uint64(KeptCollection.KIND_FIELD_NUMBER, collection.getKindValue());
    if (collection.hasHeapBeforeBytes()) {
      out.present(KeptCollection.HEAP_BEFORE_BYTES_FIELD_NUMBER, collection.getHeapBeforeBytes());
    }
    if (collection.hasHeapAfterBytes()) {
      out.present(KeptCollection.HEAP_AFTER_BYTES_FIELD_NUMBER, collection.getHeapAfterBytes());
    }
    if (collection.hasOldAfterBytes()) {
      out.present(KeptCollection.OLD_AFTER_BYTES_FIELD_NUMBER, collection.getOldAfterBytes());
    }
    if (collection.hasHeapCommittedBytes()) {
      out.present(
          KeptCollection.HEAP_COMMITTED_BYTES_FIELD_NUMBER, collection.getHeapCommittedBytes());
    }
    out.uint64(KeptCollection.DURATION_US_FIELD_NUMBER, collection.getDurationUs());
    out.bool(KeptCollection.INCOMPLETE_FIELD_NUMBER, collection.getIncomplete());
    if (collection.hasCopyFailedBytes()) {
      out.present(KeptCollection.COPY_FAILED_BYTES_FIELD_NUMBER, collection.getCopyFailedBytes());
    }
    if (collection.hasPromotedBytes()) {
      out.present(KeptCollection.PROMOTED_BYTES_FIELD_NUMBER, collection.getPromotedBytes());
    }
  }

  private static Collection collection(KeptCollection kept, long startMs, String cause) {
    Collection.Builder collection =
        Collection.newBuilder()
            .setGcId(kept.getGcId())
            .setEndTimeMs(startMs + kept.getEndMs())
            .setKindValue(kept.getKindValue())
            .setCause(cause)
            .setDurationUs(kept.getDurationUs())
            .setIncomplete(kept.getIncomplete());
    if (kept.hasHeapBeforeBytes()) {
      collection.setHeapBeforeBytes(kept.getHeapBeforeBytes());
    }
    if (kept.hasHeapAfterBytes()) {
      collection.setHeapAfterBytes(kept.getHeapAfterBytes());
    }
    if (kept.hasOldAfterBytes()) {
      collection.setOldAfterBytes(kept.getOldAfterBytes());
    }
    if (kept.hasHeapCommittedBytes()) {
      collection.setHeapCommittedBytes(kept.getHeapCommittedBytes());
    }
    if (kept.hasPromotedBytes()) {
      collection.setPromotedBytes(kept.getPromotedBytes());
    }
    if (kept.hasCopyFailedBytes()) {
      collection.setCopyFailedBytes(kept.getCopyFailedBytes());
    }
    return collection.build();
  }
}
