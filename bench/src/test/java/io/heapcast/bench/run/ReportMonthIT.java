package io.heapcast.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.simulate.Scale;
import io.heapcast.bench.simulate.Simulations;
import io.heapcast.cli.broker.EmbeddedKafka;
import io.heapcast.server.report.Proportion;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Severity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code heapcast report} on a month of a simulated fleet: every service of it is a case of
 * LeakBench, played through windows, verdicts and alerts, which a broker then holds; its incidents
 * are the labels'. The figures must be those counted from the labels by hand.
 */
final class ReportMonthIT {

  private static final long SEED = 7;
  private static final int SERVICES = 24;
  private static final Duration MONTH = Duration.ofDays(30);

  /**
   * One service of the month.
   *
   * @param alerts those that fired, in the month's time
   * @param exhausted when its label says that memory ran out, in the month's time
   */
  private record Service(
      String name, Label label, List<LeakAlert> alerts, Optional<Instant> exhausted) {

    /** Whether this alert was firing when memory ran out. */
    boolean isForeseenBy(LeakAlert alert) {
      return exhausted
          .map(Instant::toEpochMilli)
          .filter(timeMs -> alert.getStartedMs() <= timeMs)
          .filter(timeMs -> !alert.hasResolvedMs() || alert.getResolvedMs() >= timeMs)
          .isPresent();
    }

    /** The first of those alerts. */
    Optional<LeakAlert> foreseer() {
      return alerts.stream()
          .filter(this::isForeseenBy)
          .min(Comparator.comparing(LeakAlert::getStartedMs));
    }
  }

  @Test
  void figuresAreThoseCountedFromTheLabels(@TempDir Path directory) throws Exception {
    Instant since = Instant.now().minus(MONTH);
    List<Service> month = month(since.plus(Duration.ofHours(1)));
    Path incidents = directory.resolve("incidents.csv");
    Files.write(incidents, csv(month));
    JsonNode report;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0, fault -> {})) {
      String cluster = kafka.bootstrapServers();
      heapcast(
          directory,
          "topics",
          "--create",
          "--jvms",
          "10",
          "--set",
          "heapcast.topic.replication=1",
          "--bootstrap-servers",
          cluster);
      send(cluster, month);
      report =
          new JsonMapper()
              .readTree(
                  heapcast(
                      directory,
                      "report",
                      "--since",
                      MONTH.toDays() + "d",
                      "--format",
                      "json",
                      "--incidents",
                      incidents.toString(),
                      "--bootstrap-servers",
                      cluster));
    }

    List<Service> died = month.stream().filter(service -> service.exhausted().isPresent()).toList();
    List<Duration> leads =
        died.stream()
            .filter(service -> service.foreseer().isPresent())
            .map(ReportMonthIT::lead)
            .sorted()
            .toList();
    assertThat(died).as("something to foresee").hasSizeGreaterThan(4);
    assertThat(died).allMatch(service -> service.label() == Label.LEAK);
    assertThat(proportion(report, "recall")).isEqualTo(new Proportion(leads.size(), died.size()));
    assertThat(report.get("medianLeadSeconds").asDouble())
        .isEqualTo(leads.get((leads.size() - 1) / 2).toMillis() / 1e3);

    assertAlerts(report, month);
  }

  /**
   * Of the alerts that are settled, those of services that leak by their label are right, all
   * others false; with one difference that is meant: a leak that was withdrawn before it was one
   * counts as false, too. What ended otherwise, or fires, is counted in neither.
   */
  private static void assertAlerts(JsonNode report, List<Service> month) {
    List<String> right = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    List<String> open = new ArrayList<>();
    Map<Severity, Integer> severities = new EnumMap<>(Severity.class);
    for (Service service : month) {
      for (LeakAlert alert : service.alerts()) {
        severities.merge(alert.getHighestSeverity(), 1, Integer::sum);
        boolean happened = service.isForeseenBy(alert);
        boolean refuted = alert.getOutcome() == AlertOutcome.REFUTED;
        if (!happened && !refuted && !isExhaustion(alert.getOutcome())) {
          open.add(alert.getLeakId());
        } else if (service.label() == Label.LEAK && (happened || !refuted)) {
          right.add(alert.getLeakId());
        } else {
          wrong.add(alert.getLeakId());
        }
      }
    }
    assertThat(right).as("something to judge").hasSizeGreaterThan(4);
    assertThat(ids(report, "confirmed")).containsExactlyInAnyOrderElementsOf(right);
    assertThat(ids(report, "false")).containsExactlyInAnyOrderElementsOf(wrong);
    assertThat(ids(report, "unsettled")).containsExactlyInAnyOrderElementsOf(open);
    Proportion precision = new Proportion(right.size(), right.size() + wrong.size());
    assertThat(proportion(report, "precision")).isEqualTo(precision);
    assertThat(report.at("/precision/low").asDouble()).isEqualTo(precision.low());
    assertThat(report.at("/precision/high").asDouble()).isEqualTo(precision.high());
    assertThat(report.get("pages").asInt())
        .isEqualTo(severities.getOrDefault(Severity.CRITICAL, 0));
    assertThat(report.get("tickets").asInt())
        .isEqualTo(severities.getOrDefault(Severity.WARNING, 0));
    assertThat(report.get("infos").asInt()).isEqualTo(severities.getOrDefault(Severity.INFO, 0));
  }

  private static List<String> ids(JsonNode report, String name) {
    List<String> ids = new ArrayList<>();
    report.get(name).forEach(id -> ids.add(id.asText()));
    return ids;
  }

  private static Proportion proportion(JsonNode report, String name) {
    return new Proportion(report.get(name).get("hits").asInt(), report.get(name).get("of").asInt());
  }

  /** Runs the command in a process of its own; returns what it wrote. */
  private static String heapcast(Path directory, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.heapcast.cli.Main"));
    command.addAll(List.of(arguments));
    Path errors = directory.resolve("errors.txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return out;
  }

  private static void send(String cluster, List<Service> month) {
    String topic = Topic.ALERTS.name(Settings.defaults());
    Map<String, Object> config = Map.of("bootstrap.servers", cluster, "acks", "all");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      month.stream()
          .flatMap(service -> service.alerts().stream())
          .map(
              alert ->
                  new ProducerRecord<>(
                      topic,
                      alert.getLeakId().getBytes(StandardCharsets.UTF_8),
                      alert.toByteArray()))
          .forEach(
              record -> {
                var unused = producer.send(record); // closing waits for it
              });
    }
  }

  private static boolean isExhaustion(AlertOutcome outcome) {
    return outcome == AlertOutcome.OUT_OF_MEMORY_ERROR
        || outcome == AlertOutcome.CONTAINER_LIMIT
        || outcome == AlertOutcome.FIXED;
  }

  private static Duration lead(Service service) {
    long startedMs = service.foreseer().orElseThrow().getStartedMs();
    return Duration.between(Instant.ofEpochMilli(startedMs), service.exhausted().orElseThrow());
  }

  private static List<String> csv(List<Service> month) {
    List<String> lines = new ArrayList<>(List.of("time,service,environment,what"));
    for (Service service : month) {
      service.exhausted().ifPresent(time -> lines.add(time + "," + service.name() + ",,label"));
    }
    return lines;
  }

  /** As many leaking as healthy families, one case each, a day apart and a bit. */
  private static List<Service> month(Instant first) {
    List<Service> month = new ArrayList<>();
    for (Case played : cases()) {
      Instant begin = first.plus(Duration.ofHours(29).multipliedBy(month.size()));
      month.add(service(played, begin));
    }
    return month;
  }

  private static List<Case> cases() {
    Map<String, Case> leaking = new LinkedHashMap<>();
    Map<String, Case> healthy = new LinkedHashMap<>();
    Simulations.cases(SEED, Scale.QUICK)
        .forEach(
            each ->
                (each.truth().label() == Label.LEAK ? leaking : healthy)
                    .putIfAbsent(each.family().id(), each));
    List<Case> cases = new ArrayList<>();
    leaking.values().stream().limit(SERVICES / 2).forEach(cases::add);
    healthy.values().stream().limit(SERVICES / 2).forEach(cases::add);
    return cases;
  }

  private static Service service(Case played, Instant begin) {
    String name = played.id().replace('/', '-');
    CaseAlerts alerts = CaseAlerts.of(played, name);
    long shiftMs = begin.toEpochMilli() - alerts.firstMs();
    return new Service(
        name,
        played.truth().label(),
        alerts.fired().stream().map(alert -> shifted(alert, shiftMs)).toList(),
        played.truth().exhaustedMs().isPresent()
            ? Optional.of(Instant.ofEpochMilli(played.truth().exhaustedMs().getAsLong() + shiftMs))
            : Optional.empty());
  }

  private static LeakAlert shifted(LeakAlert alert, long shiftMs) {
    LeakAlert.Builder shifted = alert.toBuilder().setStartedMs(alert.getStartedMs() + shiftMs);
    if (alert.hasResolvedMs()) {
      shifted.setResolvedMs(alert.getResolvedMs() + shiftMs);
    }
    return shifted.build();
  }
}
