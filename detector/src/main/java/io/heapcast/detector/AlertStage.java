package io.heapcast.detector;

import com.google.protobuf.MessageLite;
import io.heapcast.detector.alert.AlertPolicy;
import io.heapcast.detector.alert.Scopes;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.EvidenceRequest;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;
import io.heapcast.telemetry.v1.Resource;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Verdicts by JVM → alerts by service.
 *
 * <pre>
 * verdicts ─► verdicts-by-service (repartition) ─► alert ─┬─► alerts
 *                                                         ├─► ooms
 *                                                         └─► evidence requests
 * </pre>
 */
final class AlertStage {

  private AlertStage() {}

  /** Its store is {@link AlertProcessor#STORE}. */
  static void add(KStream<String, JvmVerdict> verdicts, Settings settings) {
    AlertPolicy policy = AlertPolicy.of(settings);
    Duration stateTtl = settings.duration(Setting.STATE_TTL);
    KStream<String, Told> told =
        verdicts
            .selectKey((jvmId, verdict) -> serviceKey(verdict), Named.as("service-key"))
            .repartition(
                Repartitioned.with(Serdes.String(), ProtoSerde.of(JvmVerdict.getDefaultInstance()))
                    .withName("verdicts-by-service"))
            .process(
                () -> new AlertProcessor(policy, stateTtl),
                Named.as("alert"),
                AlertProcessor.STORE);
    told.flatMapValues(AlertStage::alerts, Named.as("alert-value"))
        .to(Topic.ALERTS.name(settings), produced("alerts", LeakAlert.getDefaultInstance()));
    told.flatMapValues(AlertStage::ends, Named.as("oom-value"))
        .to(Topic.OUT_OF_MEMORY.name(settings), produced("ooms", OutOfMemory.getDefaultInstance()));
    told.flatMapValues(AlertStage::requests, Named.as("evidence-request-value"))
        .to(
            Topic.EVIDENCE_REQUESTS.name(settings),
            produced("evidence-requests", EvidenceRequest.getDefaultInstance()));
  }

  /** All resources of a service meet in one partition. */
  private static String serviceKey(JvmVerdict verdict) {
    return Scopes.key(Scopes.of(verdict.getInfo(), Resource.RESOURCE_UNSPECIFIED));
  }

  private static List<LeakAlert> alerts(Told told) {
    return told instanceof Told.Alert alert ? List.of(alert.alert()) : List.of();
  }

  private static List<OutOfMemory> ends(Told told) {
    return told instanceof Told.Exhausted exhausted ? List.of(exhausted.end()) : List.of();
  }

  private static List<EvidenceRequest> requests(Told told) {
    return told instanceof Told.Request request ? List.of(request.request()) : List.of();
  }

  private static <M extends MessageLite> Produced<String, M> produced(String name, M prototype) {
    return Produced.with(Serdes.String(), ProtoSerde.of(prototype)).withName(name);
  }
}
