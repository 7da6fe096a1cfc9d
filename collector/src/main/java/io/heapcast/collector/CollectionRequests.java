package io.heapcast.collector;

import io.heapcast.collector.attach.Refusal;
import io.heapcast.collector.evidence.CollectionCounts;
import io.heapcast.collector.evidence.EvidenceRequests;
import io.heapcast.collector.evidence.RequestedCollections;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.WatchState;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Requested full collections in the JVMs that this collector watches, where {@code
 * heapcast.evidence.full.collection} allows them. {@link #tick} is called by the thread that also
 * drives the watches.
 */
final class CollectionRequests implements AutoCloseable {

  private final RequestedCollections collections;
  private final EvidenceRequests requests;

  private CollectionRequests(RequestedCollections collections, EvidenceRequests requests) {
    this.collections = collections;
    this.requests = requests;
  }

  /**
   * Begins to read requests; empty: they are not allowed, and nothing is read.
   *
   * @param watches as they are at any time
   */
  static Optional<CollectionRequests> start(
      Settings settings,
      Collection<JvmWatch> watches,
      JvmWatch.Context context,
      Supplier<org.apache.kafka.clients.consumer.Consumer<String, byte[]>> consumers) {
    if (!settings.flag(Setting.EVIDENCE_FULL_COLLECTION)) {
      return Optional.empty();
    }
    RequestedCollections collections =
        new RequestedCollections(
            new Watched(watches, context),
            settings.duration(Setting.EVIDENCE_FULL_COLLECTION_INTERVAL));
    return Optional.of(
        new CollectionRequests(
            collections,
            EvidenceRequests.start(consumers, settings, collections::offer, context.errors())));
  }

  void tick(Instant now) {
    collections.tick(now);
  }

  CollectionCounts counts() {
    return collections.counts();
  }

  @Override
  public void close() {
    requests.close();
  }

  /** What forbids to attach forbids a collection too. */
  private record Watched(Collection<JvmWatch> watches, JvmWatch.Context context)
      implements RequestedCollections.Jvms {

    @Override
    public boolean isWatched(String jvmId) {
      return watch(jvmId).isPresent();
    }

    @Override
    public void lookAt(String jvmId) {
      watch(jvmId).ifPresent(watch -> context.gate().found(watch.process()));
    }

    @Override
    public Optional<String> refusal(String jvmId) {
      return watch(jvmId).flatMap(this::refusal).map(refusal -> refusal.code().code());
    }

    @Override
    public CompletableFuture<Boolean> collect(String jvmId) {
      return watch(jvmId)
          .map(watch -> context.attacher().collect(watch.process()))
          .orElseThrow(() -> new IllegalStateException(jvmId + " is not watched any more"));
    }

    private Optional<Refusal> refusal(JvmWatch watch) {
      return context
          .gate()
          .refusal(
              watch.process(),
              watch.status().getInfo().getServiceName(),
              context.host().description().placeName(watch.process()));
    }

    private Optional<JvmWatch> watch(String jvmId) {
      return watches.stream()
          .filter(watch -> watch.status().getState() == WatchState.WATCHED)
          .filter(watch -> watch.status().getInfo().getJvmId().equals(jvmId))
          .findFirst();
    }
  }
}
