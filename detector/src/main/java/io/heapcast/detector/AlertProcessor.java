package io.heapcast.detector;

import io.heapcast.detector.alert.AlertPolicy;
import io.heapcast.detector.alert.OutOfMemories;
import io.heapcast.detector.alert.Scopes;
import io.heapcast.detector.alert.ServiceAlert;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.topology.WriteBehindStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Runs one {@link ServiceAlert} per scope over the verdicts of its JVMs, keyed by service. */
final class AlertProcessor implements Processor<String, JvmVerdict, String, Told> {

  static final String STORE = "alert-state";

  private static final Logger LOG = System.getLogger(AlertProcessor.class.getName());
  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final AlertPolicy policy;
  private final Duration stateTtl;
  private @Nullable ProcessorContext<String, Told> context;
  private @Nullable AlertStates states;
  private @Nullable Silence silence;

  AlertProcessor(AlertPolicy policy, Duration stateTtl) {
    this.policy = policy;
    this.stateTtl = stateTtl;
  }

  @Override
  public void init(ProcessorContext<String, Told> context) {
    this.context = context;
    WriteBehindStore store = context.getStateStore(STORE);
    states = new AlertStates(store, policy);
    silence = new Silence(stateTtl, context.currentSystemTimeMs());
    context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
  }

  @Override
  public void process(Record<String, JvmVerdict> record) {
    silence().heard(context().currentSystemTimeMs());
    JvmVerdict verdict = record.value();
    List<LeakAlert> firing = new ArrayList<>();
    for (ResourceVerdict resource : verdict.getResourcesList()) {
      accept(verdict, resource, record.timestamp()).ifPresent(firing::add);
    }
    OutOfMemories.of(verdict, firing)
        .ifPresent(
            end ->
                forward(verdict.getInfo().getJvmId(), new Told.Exhausted(end), record.timestamp()));
  }

  /** Takes in a verdict on one resource; the alert that was firing before, if there was one. */
  private Optional<LeakAlert> accept(
      JvmVerdict verdict, ResourceVerdict resource, long timestampMs) {
    AlertScope scope = Scopes.of(verdict.getInfo(), resource.getResource());
    String key = Scopes.key(scope);
    ServiceAlert alert = states().get(key);
    Optional<LeakAlert> firing = alert.firing();
    ServiceAlert.Said said;
    try {
      said = alert.accept(scope, verdict, resource, context().currentSystemTimeMs());
    } catch (RuntimeException e) {
      // One service must not stop the others.
      LOG.log(Level.ERROR, "verdict of " + verdict.getInfo().getJvmId() + " on " + key, e);
      states().failed(key);
      return firing;
    }
    if (alert.isBlank()) {
      states().forget(key);
    } else {
      states().changed(key, alert);
    }
    said.alert().ifPresent(news -> tell(news, timestampMs));
    said.request()
        .ifPresent(request -> forward(request.getLeakId(), new Told.Request(request), timestampMs));
    return firing;
  }

  /** Wall clock only to let go of what was not heard of for long. */
  private void sweep(long wallMs) {
    silence().tolerated(wallMs).ifPresent(tolerated -> expireSilent(wallMs, tolerated));
  }

  private void expireSilent(long wallMs, Duration tolerated) {
    for (String key : states().keys()) {
      ServiceAlert alert = states().get(key);
      Optional<LeakAlert> news;
      try {
        news = alert.expire(wallMs, tolerated);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "alert of silent " + key, e);
        states().failed(key);
        continue;
      }
      news.ifPresent(said -> tell(said, wallMs));
      if (alert.isForgettable(wallMs, tolerated)) {
        states().forget(key);
      } else {
        states().changed(key, alert);
      }
    }
  }

  private void tell(LeakAlert alert, long timestampMs) {
    forward(alert.getLeakId(), new Told.Alert(alert), timestampMs);
  }

  private void forward(String key, Told told, long timestampMs) {
    context().forward(new Record<>(key, told, timestampMs));
  }

  private ProcessorContext<String, Told> context() {
    if (context == null) {
      throw new IllegalStateException("not initialised");
    }
    return context;
  }

  private AlertStates states() {
    if (states == null) {
      throw new IllegalStateException("not initialised");
    }
    return states;
  }

  private Silence silence() {
    if (silence == null) {
      throw new IllegalStateException("not initialised");
    }
    return silence;
  }
}
