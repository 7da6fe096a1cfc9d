package io.heapcast.detector;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.detector.alert.AlertPolicy;
import io.heapcast.detector.alert.OutOfMemories;
import io.heapcast.detector.alert.Scopes;
import io.heapcast.detector.alert.ServiceAlert;
import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Runs one {@link ServiceAlert} per scope over the verdicts of its JVMs, keyed by service. */
final class AlertProcessor implements Processor<String, JvmVerdict, String, Told> {

  static final String STORE = "alert-state";

  private static final Logger LOG = System.getLogger(AlertProcessor.class.getName());
  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final AlertPolicy policy;
  private final Duration stateTtl;
  private @Nullable ProcessorContext<String, Told> context;
  private @Nullable KeyValueStore<String, byte[]> store;

  AlertProcessor(AlertPolicy policy, Duration stateTtl) {
    this.policy = policy;
    this.stateTtl = stateTtl;
  }

  @Override
  public void init(ProcessorContext<String, Told> context) {
    this.context = context;
    this.store = context.getStateStore(STORE);
    context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
  }

  @Override
  public void process(Record<String, JvmVerdict> record) {
    JvmVerdict verdict = record.value();
    long wallMs = context().currentSystemTimeMs();
    List<LeakAlert> firing = new ArrayList<>();
    for (ResourceVerdict resource : verdict.getResourcesList()) {
      AlertScope scope = Scopes.of(verdict.getInfo(), resource.getResource());
      String key = Scopes.key(scope);
      ServiceAlert alert = restore(key, store().get(key));
      alert.firing().ifPresent(firing::add);
      ServiceAlert.Said said = alert.accept(scope, verdict, resource, wallMs);
      store().put(key, alert.toState().toByteArray());
      said.alert().ifPresent(news -> tell(news, record.timestamp()));
      said.request()
          .ifPresent(
              request ->
                  forward(request.getLeakId(), new Told.Request(request), record.timestamp()));
    }
    OutOfMemories.of(verdict, firing)
        .ifPresent(
            end ->
                forward(verdict.getInfo().getJvmId(), new Told.Exhausted(end), record.timestamp()));
  }

  /** Wall clock only to let go of what was not heard of for long. */
  private void sweep(long wallMs) {
    List<String> keys = new ArrayList<>();
    try (var all = store().all()) {
      all.forEachRemaining(stored -> keys.add(stored.key));
    }
    for (String key : keys) {
      ServiceAlert alert = restore(key, store().get(key));
      alert.expire(wallMs, stateTtl).ifPresent(news -> tell(news, wallMs));
      if (alert.isForgettable(wallMs, stateTtl)) {
        store().delete(key);
      } else {
        store().put(key, alert.toState().toByteArray());
      }
    }
  }

  private void tell(LeakAlert alert, long timestampMs) {
    forward(alert.getLeakId(), new Told.Alert(alert), timestampMs);
  }

  private void forward(String key, Told told, long timestampMs) {
    context().forward(new Record<>(key, told, timestampMs));
  }

  private ServiceAlert restore(String key, byte @Nullable [] bytes) {
    if (bytes != null) {
      try {
        return new ServiceAlert(ScopeState.parseFrom(bytes), policy);
      } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
        LOG.log(
            Level.ERROR, "state of {0} is unreadable, starting afresh: {1}", key, e.getMessage());
      }
    }
    return new ServiceAlert(ScopeState.getDefaultInstance(), policy);
  }

  private ProcessorContext<String, Told> context() {
    if (context == null) {
      throw new IllegalStateException("not initialised");
    }
    return context;
  }

  private KeyValueStore<String, byte[]> store() {
    if (store == null) {
      throw new IllegalStateException("not initialised");
    }
    return store;
  }
}
