package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.telemetry.UserError;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PartGroupTest {

  private final Set<String> closed = ConcurrentHashMap.newKeySet();
  private final PartGroup group = new PartGroup();

  private record Part(String name, Set<String> closed) implements AutoCloseable {

    @Override
    public void close() {
      closed.add(name);
    }
  }

  @Test
  void partsStartSideBySide() {
    CountDownLatch bothStarting = new CountDownLatch(2);

    var one = group.start(() -> startedWith("one", bothStarting));
    var two = group.start(() -> startedWith("two", bothStarting));

    assertThat(group.await(one).name()).isEqualTo("one");
    assertThat(group.await(two).name()).isEqualTo("two");
  }

  @Test
  void oneThatCannotStartIsToldAndTheOthersAreStopped() {
    var good = group.start(() -> new Part("good", closed));
    var bad =
        group.<Part>start(
            () -> {
              throw UserError.environment("port", "it taken", "a free one", "Choose another");
            });

    assertThat(group.await(good).name()).isEqualTo("good");
    assertThatThrownBy(() -> group.await(bad)).isInstanceOf(UserError.class);
    group.close();

    assertThat(closed).containsExactly("good");
  }

  @Test
  void oneThatCannotStopDoesNotKeepTheOthers() {
    var stubborn =
        group.<AutoCloseable>start(
            () ->
                () -> {
                  throw new IllegalStateException("stuck");
                });
    var good = group.start(() -> new Part("good", closed));
    assertThat(group.await(stubborn)).isNotNull();
    assertThat(group.await(good)).isNotNull();

    group.close();

    assertThat(closed).containsExactly("good");
  }

  private Part startedWith(String name, CountDownLatch all) {
    all.countDown();
    try {
      assertThat(
              all.await(
                  Duration.ofSeconds(20).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS))
          .isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new Part(name, closed);
  }
}
