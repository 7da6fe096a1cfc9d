package io.heapcast.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private final ThreadFailures failures = new ThreadFailures("part", () -> now);

  @Test
  void anAccidentIsFollowedByAnotherThread() {
    assertThat(failures.mayGoOn(new IllegalStateException(new TimeoutException("no answer"))))
        .isTrue();
  }

  @Test
  void aRefusalStops() {
    assertThat(failures.mayGoOn(new IllegalStateException(new SaslAuthenticationException("who?"))))
        .isFalse();
    assertThat(failures.mayGoOn(new TopicAuthorizationException("heapcast.windows.v1"))).isFalse();
  }

  @Test
  void tooManyAccidentsInAShortTimeStop() {
    for (int i = 0; i < 5; i++) {
      assertThat(failures.mayGoOn(new IllegalStateException("again"))).isTrue();
    }
    assertThat(failures.mayGoOn(new IllegalStateException("again"))).isFalse();
  }

  @Test
  void accidentsOverALongTimeDoNot() {
    for (int i = 0; i < 20; i++) {
      now = now.plus(Duration.ofMinutes(13));
      assertThat(failures.mayGoOn(new IllegalStateException("again"))).isTrue();
    }
  }
}
