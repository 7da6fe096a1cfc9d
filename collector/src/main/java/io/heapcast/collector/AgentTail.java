package io.heapcast.collector;

import io.heapcast.collector.attach.InProcessRecording;
import io.heapcast.collector.attach.RefusalCode;
import io.heapcast.collector.event.EventHandlers;
import io.heapcast.collector.host.JvmDiscovery;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.ServiceNaming;
import io.heapcast.collector.jfr.BatchSequence;
import io.heapcast.collector.jfr.ErrorCounts;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.collector.jfr.RepositoryTail;
import io.heapcast.collector.publish.Publisher;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.WatchState;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The telemetry of the JVM that this runs in. */
final class AgentTail implements AutoCloseable {

  private static final Logger LOG = System.getLogger(AgentTail.class.getName());

  private static final Duration SAY_AGAIN = Duration.ofMinutes(1);
  private static final Duration CLOSE = Duration.ofMillis(800);

  /** A JVM that does not say for a minute who it is goes by what its process says. */
  private static final int FLUSHES_TO_WAIT_FOR_IDENTITY = 60;

  private final Host host;
  private final JvmProcess process;
  private final Publisher publisher;
  private final InProcessRecording recording;
  private final Measurements measurements = new Measurements();
  private final BatchSequence batches;
  private final NearOutOfMemory nearOutOfMemory = new NearOutOfMemory();
  private final RepositoryTail tail;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ErrorCounts errors = new ErrorCounts();
  private @Nullable JvmInfo identity;
  private Instant saidAt = Instant.EPOCH;
  private int flushes;

  private AgentTail(Host host, JvmProcess process, Publisher publisher) throws IOException {
    this.host = host;
    this.process = process;
    this.publisher = publisher;
    this.recording = InProcessRecording.prepare();
    this.batches = new BatchSequence(new SecureRandom().nextLong(), host.clock().instant());
    this.tail =
        RepositoryTail.start(
            recording.stream(),
            "heapcast-agent-tail",
            Instant.EPOCH,
            measurements,
            EventHandlers.of(measurements),
            new RepositoryTail.Listener() {
              @Override
              public void flushed() {
                atFlush();
              }

              @Override
              public void manyEvents() {
                if (identity != null) {
                  publish(batches::withinFlush, identity);
                }
              }

              @Override
              public void ended() {
                atEndOfRecording();
              }
            },
            errors);
  }

  /**
   * Starts recording and reading.
   *
   * @throws io.heapcast.telemetry.UserError when the settings or the cluster do not allow it
   */
  static AgentTail start(Settings settings) throws IOException {
    Host host = Host.of(settings);
    long own = ProcessHandle.current().pid();
    JvmProcess process =
        new JvmDiscovery(host.proc(), pid -> pid == own)
            .scan().stream()
                .findFirst()
                .orElseThrow(() -> new IOException("this process is not in /proc"));
    Publisher publisher = ClusterPublisher.openEvenIfAway(settings);
    try {
      AgentTail started = new AgentTail(host, process, publisher);
      LOG.log(Level.INFO, "Heapcast watches this JVM from within");
      return started;
    } catch (IOException | RuntimeException e) {
      publisher.close();
      throw e;
    }
  }

  /** Sends what is left and that the JVM ends. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    JvmInfo info = identity;
    if (tail.close(CLOSE) && info != null) {
      Instant now = host.clock().instant();
      JvmEnded ended =
          JvmEnded.newBuilder()
              .setTimeMs(now.toEpochMilli())
              .setReason(EndReason.SHUTDOWN)
              .setDetail("agent stopped with its JVM")
              .build();
      publisher.publish(
          batches.atEnd(measurements, info, now, publisher.takeDropped(info.getJvmId()), ended));
      say(info, WatchState.ENDED, "shutdown", now);
    }
    publisher.close();
  }

  /** Somebody stopped the recording, or the JVM had no memory for reading it. */
  private void atEndOfRecording() {
    if (isShuttingDown() || !closed.compareAndSet(false, true)) {
      return; // the JVM ends, which close() tells
    }
    System.clearProperty(CollectorAgent.PROPERTY); // a collector outside may watch it now
    LOG.log(Level.WARNING, "this JVM is not watched any more: {0}", errors.byReason());
    JvmInfo info = identity;
    if (info != null) {
      say(info, WatchState.REFUSED, RefusalCode.AGENT_ENDED.code(), host.clock().instant());
    }
    publisher.close();
  }

  private static boolean isShuttingDown() {
    Thread none = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(none);
      Runtime.getRuntime().removeShutdownHook(none);
      return false;
    } catch (IllegalStateException e) { // as the JVM says it
      return true;
    }
  }

  private void atFlush() {
    if (nearOutOfMemory.stepBack(Runtime.getRuntime())) {
      LOG.log(Level.INFO, "this JVM is near its memory limit: allocation is not sampled any more");
      recording.stopSampling();
    }
    flushes++;
    if (identity == null
        && (measurements.facts().complete() || flushes > FLUSHES_TO_WAIT_FOR_IDENTITY)) {
      identity = describe();
    }
    JvmInfo info = identity;
    if (info == null) {
      return;
    }
    Instant now = host.clock().instant();
    if (batches.isDue(measurements, now)) {
      publish(batches::atFlush, info);
    }
    if (!now.isBefore(saidAt.plus(SAY_AGAIN))) {
      saidAt = now;
      say(info, WatchState.WATCHED, "", now);
    }
  }

  private void publish(JvmTail.Cut cut, JvmInfo info) {
    publisher.publish(
        cut.batch(
            measurements, info, host.clock().instant(), publisher.takeDropped(info.getJvmId())));
  }

  private void say(JvmInfo info, WatchState state, String code, Instant now) {
    publisher.publish(
        JvmStatus.newBuilder()
            .setInfo(info)
            .setState(state)
            .setReasonCode(code)
            .setAsOfMs(now.toEpochMilli())
            .build());
  }

  private JvmInfo describe() {
    Map<String, String> properties = new HashMap<>();
    for (String name : ServiceNaming.PROPERTIES) {
      String value = System.getProperty(name);
      if (value != null) {
        properties.put(name, value);
      }
    }
    properties.computeIfPresent("sun.java.command", (name, value) -> ServiceNaming.mainOf(value));
    return host.description().of(process, properties, measurements.facts());
  }
}
