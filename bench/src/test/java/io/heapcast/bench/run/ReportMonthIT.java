package io.heapcast.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.simulate.Scale;
import io.heapcast.bench.simulate.Simulations;
import io.heapcast.server.report.IncidentsFile;
import io.heapcast.server.report.Proportion;
import io.heapcast.server.report.TrackRecord;
import io.heapcast.server.report.TrackRecordText;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.LeakAlert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code heapcast report} on a month of a simulated fleet: every service of it is a case of
 * LeakBench, played through windows, verdicts and alerts; its incidents are the labels'. The
 * figures must be those counted from the labels by hand.
 */
final class ReportMonthTest {

  private static final long SEED = 7;
  private static final int SERVICES = 24;
  private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-12-01T00:00:00Z");

  /**
   * One service of the month.
   *
   * @param alerts those that fired, in the month's time
   * @param exhausted when its label says that memory ran out, in the month's time
   */
  private record Service(
      String name, Label label, List<LeakAlert> alerts, Optional<Instant> exhausted) {

    /** The alert that was firing when memory ran out, the first of them. */
    Optional<LeakAlert> foreseer() {
      return exhausted.flatMap(
          time ->
              alerts.stream()
                  .filter(alert -> alert.getStartedMs() <= time.toEpochMilli())
                  .filter(
                      alert ->
                          !alert.hasResolvedMs() || alert.getResolvedMs() >= time.toEpochMilli())
                  .min(Comparator.comparing(LeakAlert::getStartedMs)));
    }
  }

  @Test
  void figuresAreThoseCountedFromTheLabels(@TempDir Path directory) throws Exception {
    List<Service> month = month();
    Path incidents = directory.resolve("incidents.csv");
    Files.write(incidents, csv(month));

    TrackRecord record =
        TrackRecord.of(
            month.stream().flatMap(service -> service.alerts().stream()).toList(),
            IncidentsFile.read(incidents),
            SINCE,
            UNTIL);
    TrackRecordText.lines(record).forEach(System.out::println);

    List<Service> died = month.stream().filter(service -> service.exhausted().isPresent()).toList();
    List<Service> foreseen =
        died.stream().filter(service -> service.foreseer().isPresent()).toList();
    assertThat(died).as("something to foresee").hasSizeGreaterThan(4);
    assertThat(died).allMatch(service -> service.label() == Label.LEAK);
    assertThat(record.recall()).isEqualTo(new Proportion(foreseen.size(), died.size()));
    assertThat(record.leads())
        .containsExactlyInAnyOrderElementsOf(foreseen.stream().map(ReportMonthTest::lead).toList());

    int confirmed = 0;
    int refuted = 0;
    int fired = 0;
    for (Service service : month) {
      for (LeakAlert alert : service.alerts()) {
        fired++;
        boolean happened = service.foreseer().filter(alert::equals).isPresent();
        confirmed += happened || isExhaustion(alert.getOutcome()) ? 1 : 0;
        refuted += !happened && alert.getOutcome() == AlertOutcome.REFUTED ? 1 : 0;
      }
    }
    assertThat(fired).as("something to judge").isGreaterThan(4);
    assertThat(record.precision()).isEqualTo(new Proportion(confirmed, confirmed + refuted));
    assertThat(record.unsettled()).hasSize(fired - confirmed - refuted);
    assertThat(record.pages().size() + record.tickets().size() + record.infos().size())
        .isEqualTo(fired);
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
  private static List<Service> month() {
    List<Service> month = new ArrayList<>();
    for (Case played : cases()) {
      Instant begin = SINCE.plus(Duration.ofHours(29).multipliedBy(month.size()));
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
