package io.heapcast.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriteBehindStoreTest {

  private final WriteBehindStore store =
      WriteBehindStore.builder("state").withLoggingDisabled().build();
  private final AtomicInteger encoded = new AtomicInteger();

  @BeforeEach
  void open() {
    store.init(new MockProcessorContext<>().getStateStoreContext(), store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatChangedOftenIsEncodedOnceAtCommitAsItIsThen() {
    byte[] live = {1};
    for (int i = 0; i < 100; i++) {
      store.put("a", () -> counted(live));
    }
    live[0] = 7;
    assertThat(encoded).hasValue(0);
    store.flushCache();
    assertThat(encoded).hasValue(1);
    assertThat(store.get("a")).containsExactly(7);
    store.flushCache();
    assertThat(encoded).as("nothing changed since").hasValue(1);
  }

  @Test
  void whatWasNotCommittedIsLostWithTheTask() {
    store.put("a", () -> new byte[] {1});
    store.flushCache();
    store.put("a", () -> new byte[] {2});
    store.put("b", () -> new byte[] {3});
    store.clearCache();
    store.flushCache();
    assertThat(store.get("a")).containsExactly(1);
    assertThat(store.get("b")).isNull();
  }

  @Test
  void aReaderSeesWhatIsNotCommittedYetUnlessItWasForgotten() {
    store.put("a", () -> new byte[] {1});
    assertThat(store.get("a")).containsExactly(1);
    assertThat(store.keys()).containsExactly("a");
    store.forgetPending("a");
    assertThat(store.get("a")).isNull();
  }

  @Test
  void aDeletedKeyIsGoneWhateverWasPending() {
    store.put("a", () -> new byte[] {1});
    store.flushCache();
    store.put("a", () -> new byte[] {2});
    store.delete("a");
    store.delete("never-written");
    store.flushCache();
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void aStateThatCannotBeEncodedIsForgottenAndDoesNotStopTheOthers() {
    store.put("a", () -> new byte[] {1});
    store.flushCache();
    store.put(
        "a",
        () -> {
          throw new IllegalStateException("broken");
        });
    store.put("b", () -> new byte[] {2});
    store.flushCache();
    assertThat(store.get("a")).as("behind what is out").isNull();
    assertThat(store.get("b")).containsExactly(2);
  }

  private byte[] counted(byte[] live) {
    encoded.incrementAndGet();
    return live.clone();
  }
}
