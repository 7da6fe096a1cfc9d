package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.detector.alert.AlertPolicy;
import io.heapcast.detector.alert.OutOfMemories;
import io.heapcast.detector.alert.Scopes;
import io.heapcast.detector.alert.ServiceAlert;
import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.EvidenceRequest;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What verdicts must have become. Alerts depend on the order in which verdicts of different
 * partitions meet: a plain {@link ServiceAlert} per scope, fed with them in the order of the
 * committed repartition topic, which must hold what the topic of verdicts does.
 */
final class AlertOracle {

  private static final ProtoSerde<JvmVerdict> VERDICT =
      ProtoSerde.of(JvmVerdict.getDefaultInstance());

  private final Settings settings;
  private final Map<String, ServiceAlert> scopes = new LinkedHashMap<>();
  private final Map<String, List<LeakAlert>> alerts = new LinkedHashMap<>();
  private final Map<String, List<EvidenceRequest>> requests = new LinkedHashMap<>();
  private final Map<String, List<OutOfMemory>> ends = new LinkedHashMap<>();

  AlertOracle(Settings settings) {
    this.settings = settings;
  }

  /**
   * Compares all that the alert stage wrote, record by record.
   *
   * @param run told with a failure, such as its seed
   * @return number of alerts, so that a test can say that it was about something
   */
  int assertAlerts(String run) {
    Digests digests = new Digests();
    Map<String, List<Long>> repartitioned = new HashMap<>();
    TopicRecords.readAll(
        settings,
        CrashBed.REPARTITION,
        record -> {
          JvmVerdict verdict =
              Objects.requireNonNull(VERDICT.deserialize(record.topic(), record.value()));
          add(repartitioned, verdict.getInfo().getJvmId(), digests.of(record.value()));
          accept(verdict);
        });
    assertThat(repartitioned)
        .as("verdicts that reach the alert stage, %s", run)
        .isEqualTo(digests.read(settings, Topic.VERDICTS));
    assertThat(TopicRecords.read(settings, Topic.ALERTS, LeakAlert.getDefaultInstance()))
        .as("alerts, %s", run)
        .isEqualTo(alerts);
    assertThat(
            TopicRecords.read(
                settings, Topic.EVIDENCE_REQUESTS, EvidenceRequest.getDefaultInstance()))
        .as("evidence requests, %s", run)
        .isEqualTo(requests);
    assertThat(TopicRecords.read(settings, Topic.OUT_OF_MEMORY, OutOfMemory.getDefaultInstance()))
        .as("ends, %s", run)
        .isEqualTo(ends);
    return alerts.size();
  }

  /** Ends by OutOfMemoryError that were compared. */
  int outOfMemories() {
    return ends.size();
  }

  private void accept(JvmVerdict verdict) {
    List<LeakAlert> firing = new ArrayList<>();
    for (ResourceVerdict resource : verdict.getResourcesList()) {
      AlertScope scope = Scopes.of(verdict.getInfo(), resource.getResource());
      ServiceAlert alert =
          scopes.computeIfAbsent(
              Scopes.key(scope),
              key -> new ServiceAlert(ScopeState.getDefaultInstance(), AlertPolicy.of(settings)));
      alert.firing().ifPresent(firing::add);
      ServiceAlert.Said said = alert.accept(scope, verdict, resource, 1);
      said.alert().ifPresent(news -> add(alerts, news.getLeakId(), news));
      said.request().ifPresent(request -> add(requests, request.getLeakId(), request));
    }
    OutOfMemories.of(verdict, firing)
        .ifPresent(end -> add(ends, verdict.getInfo().getJvmId(), end));
  }

  private static <T> void add(Map<String, List<T>> lists, String key, T value) {
    lists.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
  }
}
