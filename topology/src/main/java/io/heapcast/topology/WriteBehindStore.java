package io.heapcast.topology;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Bytes by key, in memory with a changelog, written once per commit: a change is handed in as the
 * way to encode it, and encoded when the task commits. What lives in the heap between two commits
 * is thereby encoded once, however often it changed, and not at all when it came out the same.
 *
 * <p>{@link CachedStateStore} is internal to Kafka Streams, and the only way to be called before
 * the changelog is flushed and the offsets are committed; a crash test holds it to that. A task
 * that is closed or begins anew drops what was not committed, as the transaction does.
 */
public final class WriteBehindStore implements StateStore, CachedStateStore<String, byte[]> {

  private static final Logger LOG = System.getLogger(WriteBehindStore.class.getName());

  private final KeyValueStore<String, byte[]> written;
  private final Map<String, Supplier<byte[]>> pending = new LinkedHashMap<>();

  private WriteBehindStore(KeyValueStore<String, byte[]> written) {
    this.written = written;
  }

  /** Builds the store of this name for each task. */
  public static StoreBuilder<WriteBehindStore> builder(String name) {
    return new Builder(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
            .withLoggingEnabled(Map.of())
            .withCachingDisabled());
  }

  /** What was committed last, or handed in since; null when there is nothing. */
  public byte @Nullable [] get(String key) {
    Supplier<byte[]> handedIn = pending.get(key);
    return handedIn == null ? written.get(key) : handedIn.get();
  }

  /**
   * Hands in a change.
   *
   * @param encoded called when the task commits, at most once more before that; what it cannot
   *     encode is forgotten
   */
  public void put(String key, Supplier<byte[]> encoded) {
    pending.put(key, encoded);
  }

  /** Drops what was handed in since the last commit; {@link #get} gives what was committed. */
  public void forgetPending(String key) {
    pending.remove(key);
  }

  /** Forgets the key, what was handed in and what was committed. */
  public void delete(String key) {
    pending.remove(key);
    if (written.get(key) != null) {
      written.delete(key);
    }
  }

  /** All keys, in order. */
  public List<String> keys() {
    TreeSet<String> keys = new TreeSet<>(pending.keySet());
    try (var all = written.all()) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    return new ArrayList<>(keys);
  }

  @Override
  public void flushCache() {
    pending.forEach(this::write);
    pending.clear();
  }

  private void write(String key, Supplier<byte[]> encoded) {
    byte[] bytes;
    try {
      bytes = encoded.get();
    } catch (RuntimeException e) {
      // It must not stop the others; and what it was before is behind what is out already.
      LOG.log(Level.ERROR, "state of {0} in {1} forgotten, cannot be encoded: {2}", key, name(), e);
      if (written.get(key) != null) {
        written.delete(key);
      }
      return;
    }
    if (!Arrays.equals(bytes, written.get(key))) {
      written.put(key, bytes);
    }
  }

  @Override
  public void clearCache() {
    pending.clear();
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<String, byte[]> listener, boolean sendOldValues) {
    return false; // nobody downstream listens to the store itself
  }

  @Override
  public String name() {
    return written.name();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    pending.clear();
    written.init(context, root);
  }

  @Override
  public void commit(Map<TopicPartition, Long> changelogOffsets) {
    written.commit(changelogOffsets);
  }

  @Override
  public void close() {
    pending.clear();
    written.close();
  }

  @Override
  public boolean persistent() {
    return written.persistent();
  }

  @Override
  public boolean isOpen() {
    return written.isOpen();
  }

  /** The builder of the written store, with the pending changes around each. */
  private record Builder(StoreBuilder<KeyValueStore<String, byte[]>> written)
      implements StoreBuilder<WriteBehindStore> {

    @Override
    public StoreBuilder<WriteBehindStore> withCachingEnabled() {
      return this; // it is its own cache
    }

    @Override
    public StoreBuilder<WriteBehindStore> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<WriteBehindStore> withLoggingEnabled(Map<String, String> config) {
      return new Builder(written.withLoggingEnabled(config));
    }

    @Override
    public StoreBuilder<WriteBehindStore> withLoggingDisabled() {
      return new Builder(written.withLoggingDisabled());
    }

    @Override
    public WriteBehindStore build() {
      return new WriteBehindStore(written.build());
    }

    @Override
    public Map<String, String> logConfig() {
      return written.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
      return written.loggingEnabled();
    }

    @Override
    public String name() {
      return written.name();
    }
  }
}
