package io.heapcast.detector;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.detector.model.Scopes;
import io.heapcast.detector.model.ServiceAlert;
import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Runs one {@link ServiceAlert} per scope over the verdicts of its JVMs, keyed by service. */
final class AlertProcessor implements Processor<String, JvmVerdict, String, LeakAlert> {

  static final String STORE = "alert-state";

  private static final Logger LOG = System.getLogger(AlertProcessor.class.getName());

  private final Duration horizon;
  private @Nullable ProcessorContext<String, LeakAlert> context;
  private @Nullable KeyValueStore<String, byte[]> store;

  AlertProcessor(Duration horizon) {
    this.horizon = horizon;
  }

  @Override
  public void init(ProcessorContext<String, LeakAlert> context) {
    this.context = context;
    this.store = context.getStateStore(STORE);
  }

  @Override
  public void process(Record<String, JvmVerdict> record) {
    if (context == null || store == null) {
      throw new IllegalStateException("not initialised");
    }
    JvmVerdict verdict = record.value();
    for (ResourceVerdict resource : verdict.getResourcesList()) {
      if (resource.getResource() != Resource.HEAP) {
        continue; // the only resource that is judged yet
      }
      AlertScope scope = Scopes.of(verdict.getInfo(), resource.getResource());
      String key = Scopes.key(scope);
      ServiceAlert alert = restore(key, store.get(key));
      var news = alert.accept(scope, verdict, resource);
      store.put(key, alert.toState().toByteArray());
      if (news.isPresent()) {
        context.forward(new Record<>(news.get().getLeakId(), news.get(), record.timestamp()));
      }
    }
  }

  private ServiceAlert restore(String key, byte @Nullable [] bytes) {
    if (bytes != null) {
      try {
        return new ServiceAlert(ScopeState.parseFrom(bytes), horizon);
      } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
        LOG.log(
            Level.ERROR, "state of {0} is unreadable, starting afresh: {1}", key, e.getMessage());
      }
    }
    return new ServiceAlert(ScopeState.getDefaultInstance(), horizon);
  }
}
