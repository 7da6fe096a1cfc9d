package io.heapcast.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private final ThreadFailures failures = new ThreadFailures(() -> now);

  @Test
  void anAccidentIsFollowedByAnotherThread() {
    assertThat(failures.handle(new StreamsException(new TimeoutException("no answer"))))
        .isEqualTo(REPLACE_THREAD);
  }

  @Test
  void aRefusalStops() {
    assertThat(failures.handle(new StreamsException(new SaslAuthenticationException("who?"))))
        .isEqualTo(SHUTDOWN_CLIENT);
    assertThat(failures.handle(new TopicAuthorizationException("heapcast.windows.v1")))
        .isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void tooManyAccidentsInAShortTimeStop() {
    for (int i = 0; i < 5; i++) {
      assertThat(failures.handle(new IllegalStateException("again"))).isEqualTo(REPLACE_THREAD);
    }
    assertThat(failures.handle(new IllegalStateException("again"))).isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void accidentsOverALongTimeDoNot() {
    for (int i = 0; i < 20; i++) {
      now = now.plus(Duration.ofMinutes(13));
      assertThat(failures.handle(new IllegalStateException("again"))).isEqualTo(REPLACE_THREAD);
    }
  }
}
