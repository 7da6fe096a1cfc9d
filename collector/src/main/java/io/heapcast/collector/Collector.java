package io.heapcast.collector;

import io.heapcast.collector.attach.AttachSteps;
import io.heapcast.collector.attach.Attacher;
import io.heapcast.collector.evidence.CollectionCounts;
import io.heapcast.collector.evidence.EvidenceRequests;
import io.heapcast.collector.host.JvmDiscovery;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.ProcessKey;
import io.heapcast.collector.jfr.ErrorCounts;
import io.heapcast.collector.policy.AttachGate;
import io.heapcast.collector.publish.DeliveryStats;
import io.heapcast.collector.publish.Publisher;
import io.heapcast.collector.repository.Views;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.JvmStatus;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Watches the JVMs of this host and publishes what they do. */
public final class Collector implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Collector.class.getName());

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** An ended JVM is still shown for a while. */
  private static final Duration SHOW_ENDED = Duration.ofMinutes(1);

  /** A JVM waits up to so much of the least age more. */
  private static final int JITTER_SHARE = 5;

  private final Duration attachMinAge;
  private final boolean keepRecordings;
  private final JvmDiscovery discovery;
  private final JvmWatch.Context context;
  private final Map<ProcessKey, JvmWatch> watches = new ConcurrentHashMap<>();
  private final Map<ProcessKey, Instant> endedAt = new HashMap<>();
  private final AtomicLong endedUnwatched = new AtomicLong();
  private Optional<OwnMetrics> metrics = Optional.empty();
  private Optional<CollectionRequests> requested = Optional.empty();
  private final OwnUse ownUse;
  private final SelfLimit selfLimit;
  private SelfLimit.Level limited = SelfLimit.Level.ALL;
  private boolean killed;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ScheduledExecutorService supervisor =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "heapcast-supervisor");
            thread.setDaemon(true);
            return thread;
          });

  private Collector(
      Settings settings, OwnUse ownUse, JvmDiscovery discovery, JvmWatch.Context context) {
    this.ownUse = ownUse;
    this.attachMinAge = settings.duration(Setting.ATTACH_MIN_AGE);
    this.keepRecordings = settings.flag(Setting.KEEP_RECORDINGS);
    this.selfLimit = new SelfLimit(settings.integer(Setting.COLLECTOR_MAX_CPU_PERCENT) / 100.0);
    this.discovery = discovery;
    this.context = context;
  }

  /**
   * Starts watching, beside others in this process; returns when it runs.
   *
   * @throws UserError when the cluster cannot be reached, or this Java cannot attach
   */
  public static Collector start(Settings settings) {
    return start(settings, () -> ClusterPublisher.open(settings));
  }

  /**
   * As {@link #start(Settings)}, in a process of its own: all that the process takes counts against
   * the collector's limit.
   *
   * @param early gets the collector before it touches any JVM, so that whoever ends the process can
   *     close it
   */
  public static Collector startAlone(Settings settings, Consumer<Collector> early) {
    return start(
        settings,
        () -> ClusterPublisher.open(settings),
        cluster(settings),
        early,
        new OwnUse(true));
  }

  /** The same with another publisher, opened last and closed with the collector. */
  static Collector start(Settings settings, Supplier<Publisher> publisher) {
    return start(settings, publisher, cluster(settings));
  }

  /** The same, with evidence requests from elsewhere. */
  static Collector start(
      Settings settings,
      Supplier<Publisher> publisher,
      Supplier<org.apache.kafka.clients.consumer.Consumer<String, byte[]>> requests) {
    return start(settings, publisher, requests, collector -> {}, new OwnUse(false));
  }

  private static Collector start(
      Settings settings,
      Supplier<Publisher> publisher,
      Supplier<org.apache.kafka.clients.consumer.Consumer<String, byte[]>> requests,
      Consumer<Collector> early,
      OwnUse ownUse) {
    return ownUse.start(() -> startCounted(settings, publisher, requests, early, ownUse));
  }

  private static Supplier<org.apache.kafka.clients.consumer.Consumer<String, byte[]>> cluster(
      Settings settings) {
    return () -> EvidenceRequests.consumer(settings);
  }

  private static Collector startCounted(
      Settings settings,
      Supplier<Publisher> publisher,
      Supplier<org.apache.kafka.clients.consumer.Consumer<String, byte[]>> requests,
      Consumer<Collector> early,
      OwnUse ownUse) {
    Views.removeLeftOver();
    Host host = Host.of(settings);
    Duration timeout = settings.duration(Setting.ATTACH_TIMEOUT);
    JvmDiscovery discovery = new JvmDiscovery(host.proc(), WatchedPids.of(settings));
    Attacher attacher = new Attacher(new AttachSteps(host.proc(), timeout), timeout);
    long session = new SecureRandom().nextLong();
    Collector collector =
        new Collector(
            settings,
            ownUse,
            discovery,
            new JvmWatch.Context(
                host,
                attacher,
                publisher.get(),
                session,
                new ErrorCounts(),
                Executors.newCachedThreadPool(Collector::looker),
                new AttachGate(settings, host.proc())));
    early.accept(collector);
    collector.metrics = OwnMetrics.start(settings, collector::snapshot);
    collector.requested =
        CollectionRequests.start(settings, collector.watches.values(), collector.context, requests);
    collector.schedule(collector::discover, settings.duration(Setting.DISCOVERY_INTERVAL));
    collector.schedule(collector::limitSelf, LIMIT);
    collector.schedule(collector::tick, TICK);
    return collector;
  }

  /** The JVMs of this host as they are seen now, by process id; ended ones for another minute. */
  public List<JvmStatus> coverage() {
    return watches.values().stream()
        .map(JvmWatch::status)
        .sorted(Comparator.comparingLong(status -> status.getInfo().getProcessPid()))
        .toList();
  }

  /** How much of this host is seen, in numbers. */
  public HostCoverage hostCoverage() {
    return HostCoverage.of(coverage(), endedUnwatched.get());
  }

  /** How delivery to the cluster stands. */
  public DeliveryStats delivery() {
    return context.publisher().stats();
  }

  /** Events and repositories that could not be read, by reason. */
  public Map<String, Long> errors() {
    return context.errors().byReason();
  }

  /** Samples of allocation that were left unread at the collector's own limit. */
  long eventsShed() {
    return context.errors().shedding().shed();
  }

  /** What became of the full collections that were asked for; empty: they are not allowed. */
  Optional<CollectionCounts> requestedCollections() {
    return requested.map(CollectionRequests::counts);
  }

  /**
   * Stops the recordings in the watched JVMs, unless they are kept for the next collector, and
   * sends what is left; idempotent, under 5 s.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      supervisor.shutdown();
      metrics.ifPresent(OwnMetrics::close);
      requested.ifPresent(CollectionRequests::close);
      awaitSupervisor();
      if (keepRecordings) {
        watches.values().forEach(JvmWatch::release);
      } else {
        Detaching.all(context.attacher(), watches.values());
      }
      context.attacher().close();
      context.publisher().close();
    }
  }

  /** One file system that hangs must not keep the others from being looked at. */
  private static Thread looker(Runnable work) {
    Thread thread = new Thread(work, "heapcast-look");
    thread.setDaemon(true);
    return thread;
  }

  private OwnMetrics.Snapshot snapshot() {
    Instant now = context.host().clock().instant();
    Optional<Duration> lag =
        watches.values().stream()
            .map(watch -> watch.lag(now))
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder());
    return new OwnMetrics.Snapshot(
        hostCoverage(),
        delivery(),
        errors(),
        context.errors().eventsRead(),
        eventsShed(),
        lag,
        requestedCollections());
  }

  private void schedule(Runnable task, Duration period) {
    var unused =
        supervisor.scheduleWithFixedDelay(
            () -> unfailing(task), 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A task that fails once must not be the last of its kind. */
  private void unfailing(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) { // such as for want of memory, which passes
      context.errors().count("supervision", e);
    }
  }

  private void discover() {
    Instant now = context.host().clock().instant();
    for (JvmProcess found : discovery.scan()) {
      watches.computeIfAbsent(
          found.key(), key -> new JvmWatch(found, context, firstAttempt(found, now)));
    }
  }

  /** JVMs that start together, as after a deployment, are not all attached to in one go. */
  private Instant firstAttempt(JvmProcess found, Instant now) {
    Instant grown = found.start().plus(attachMinAge);
    long jitterMs = attachMinAge.toMillis() / JITTER_SHARE;
    Instant spread =
        jitterMs == 0 ? grown : grown.plusMillis(ThreadLocalRandom.current().nextLong(jitterMs));
    return spread.isAfter(now) ? spread : now;
  }

  private void limitSelf() {
    SelfLimit.Level now =
        selfLimit.look(System.nanoTime(), ownUse.cpuNanos(), ownUse.liveHeapShare());
    if (now != limited) {
      limited = now;
      LOG.log(now == SelfLimit.Level.ALL ? Level.INFO : Level.WARNING, now.inWords());
      context.errors().shedding().allocationSamples(now != SelfLimit.Level.ALL);
      context.gate().full(now == SelfLimit.Level.NO_FURTHER_JVMS);
    }
  }

  private void tick() {
    Instant now = context.host().clock().instant();
    boolean killedNow = context.gate().killed();
    if (context.gate().reload() || killedNow != killed) {
      killed = killedNow;
      LOG.log(
          Level.INFO,
          killed
              ? "kill switch {0} is on: nothing is attached to, our recordings are being stopped"
              : "kill switch or attach policy changed: each JVM is looked at again",
          context.gate().killSwitch());
      watches.values().forEach(watch -> unfailing(() -> watch.reconsider(now)));
    }
    for (JvmWatch watch : new ArrayList<>(watches.values())) {
      unfailing(() -> tick(watch, now));
    }
    requested.ifPresent(requests -> unfailing(() -> requests.tick(now)));
  }

  private void tick(JvmWatch watch, Instant now) {
    ProcessKey key = watch.process().key();
    if (!watch.ended()) {
      watch.tick(now);
      if (watch.ended() && !watch.wasWatched()) {
        endedUnwatched.incrementAndGet();
      }
    } else if (!now.isBefore(endedAt.computeIfAbsent(key, ended -> now).plus(SHOW_ENDED))) {
      watches.remove(key);
      context.gate().forget(watch.process());
      endedAt.remove(key);
    }
  }

  private void awaitSupervisor() {
    try {
      if (!supervisor.awaitTermination(1, TimeUnit.SECONDS)) {
        supervisor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
