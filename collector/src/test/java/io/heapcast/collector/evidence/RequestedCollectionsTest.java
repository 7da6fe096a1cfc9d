package io.heapcast.collector.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.EvidenceKind;
import io.heapcast.telemetry.v1.EvidenceRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class RequestedCollectionsTest {

  private static final Duration INTERVAL = Duration.ofHours(6);

  private final FakeJvms jvms = new FakeJvms();
  private final RequestedCollections collections = new RequestedCollections(jvms, INTERVAL);
  private Instant now = Instant.parse("2026-11-24T07:00:00Z");

  @Test
  void aJvmIsLookedAtThenCollected() {
    ask("leak#1", "a");
    tick();
    assertThat(jvms.lookedAt).containsExactly("a");
    assertThat(jvms.collected).as("before it was looked at").isEmpty();

    tickAfterTheLook();
    assertThat(jvms.collected).containsExactly("a");
    assertCounts(1, 0, Map.of());
    jvms.running.complete(true);
    tick();
    assertCounts(1, 1, Map.of());
  }

  @Test
  void otherEvidenceAndJvmsOfOtherHostsAreNotMeant() {
    collections.offer(
        request("leak#1", "a").clearKinds().addKinds(EvidenceKind.CLASS_HISTOGRAM).build());
    ask("leak#2", "elsewhere");
    tick();
    tickAfterTheLook();

    assertThat(jvms.collected).isEmpty();
    assertCounts(0, 0, Map.of());
  }

  @Test
  void aRequestIsMetOnce() {
    run("leak#1", "a");
    ask("leak#1", "a");
    tick();
    tickAfterTheLook();

    assertThat(jvms.collected).containsExactly("a");
    assertCounts(2, 1, Map.of("repeated", 1L));
  }

  @Test
  void oneJvmAfterTheOther() {
    ask("leak#1", "a", "b");
    tick();
    tickAfterTheLook();
    tickAfterTheLook();
    assertThat(jvms.collected).containsExactly("a");

    jvms.running.complete(true);
    tick();
    assertThat(jvms.collected).containsExactly("a", "b");
  }

  @Test
  void aJvmIsNotCollectedAgainWithinTheInterval() {
    run("leak#1", "a");
    now = now.plus(INTERVAL).minus(RequestedCollections.LOOK).minusMillis(1);
    ask("leak#2", "a");
    tick();
    tickAfterTheLook();
    assertCounts(2, 1, Map.of("too-soon", 1L));

    ask("leak#3", "a");
    tick();
    tickAfterTheLook();
    assertThat(jvms.collected).containsExactly("a", "a");
  }

  @Test
  void anAttemptThatFailedCountsForTheIntervalToo() {
    ask("leak#1", "a");
    tick();
    tickAfterTheLook();
    jvms.running.completeExceptionally(new IllegalStateException("no answer"));
    tick();
    ask("leak#2", "a");
    tick();
    tickAfterTheLook();

    assertThat(jvms.collected).containsExactly("a");
    assertCounts(2, 0, Map.of("attach-failed", 1L, "too-soon", 1L));
  }

  @Test
  void afterItsDeadlineItIsOfNoUse() {
    ask("leak#1", "a");
    tick();
    now = now.plus(Duration.ofMinutes(15)).plusMillis(1);
    tick();

    assertThat(jvms.collected).isEmpty();
    assertCounts(1, 0, Map.of("too-late", 1L));
  }

  @Test
  void whatForbidsToTouchAJvmForbidsACollection() {
    ask("leak#1", "a");
    tick();
    jvms.refusal = Optional.of("no-headroom");
    tickAfterTheLook();
    jvms.refusal = Optional.empty();
    tickAfterTheLook();

    assertThat(jvms.collected).isEmpty();
    assertCounts(1, 0, Map.of("no-headroom", 1L));
  }

  @Test
  void aJvmThatLeftMeanwhileIsLeftAlone() {
    ask("leak#1", "a");
    tick();
    jvms.watched.remove("a");
    tickAfterTheLook();

    assertThat(jvms.collected).isEmpty();
    assertCounts(1, 0, Map.of("not-watched", 1L));
  }

  @Test
  void aJvmThatCollectsNotWhenAskedIsCountedAsThat() {
    ask("leak#1", "a");
    tick();
    tickAfterTheLook();
    jvms.running.complete(false);
    tick();

    assertCounts(1, 0, Map.of("explicit-gc-disabled", 1L));
  }

  @Test
  void moreThanCanWaitIsRefused() {
    for (int i = 0; i <= RequestedCollections.MOST_WAITING; i++) {
      ask("leak#" + i, "a");
    }
    tick();

    assertCounts(RequestedCollections.MOST_WAITING, 0, Map.of("queue-full", 1L));
  }

  private void run(String requestId, String jvmId) {
    ask(requestId, jvmId);
    tick();
    tickAfterTheLook();
    jvms.running.complete(true);
    tick();
    assertThat(collections.counts().run()).isEqualTo(1);
  }

  private void ask(String requestId, String... jvmIds) {
    collections.offer(request(requestId, jvmIds).build());
  }

  private EvidenceRequest.Builder request(String requestId, String... jvmIds) {
    return EvidenceRequest.newBuilder()
        .setRequestId(requestId)
        .addAllJvmIds(List.of(jvmIds))
        .addKinds(EvidenceKind.FULL_COLLECTION)
        .setRequestedMs(now.toEpochMilli())
        .setDeadlineMs(now.plus(Duration.ofMinutes(15)).toEpochMilli());
  }

  private void tick() {
    collections.tick(now);
  }

  private void tickAfterTheLook() {
    now = now.plus(RequestedCollections.LOOK);
    tick();
  }

  private void assertCounts(long asked, long run, Map<String, Long> refused) {
    assertThat(collections.counts()).isEqualTo(new CollectionCounts(asked, run, refused));
  }

  private static final class FakeJvms implements RequestedCollections.Jvms {

    final Set<String> watched = new HashSet<>(Set.of("a", "b"));
    final List<String> lookedAt = new ArrayList<>();
    final List<String> collected = new ArrayList<>();
    Optional<String> refusal = Optional.empty();
    CompletableFuture<Boolean> running = new CompletableFuture<>();

    @Override
    public boolean isWatched(String jvmId) {
      return watched.contains(jvmId);
    }

    @Override
    public void lookAt(String jvmId) {
      lookedAt.add(jvmId);
    }

    @Override
    public Optional<String> refusal(String jvmId) {
      return refusal;
    }

    @Override
    public CompletableFuture<Boolean> collect(String jvmId) {
      collected.add(jvmId);
      running = new CompletableFuture<>();
      return running;
    }
  }
}
