package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.collector.attach.Finding;
import io.heapcast.collector.attach.Finding.Kind;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real JVMs, looked at and left as they are. */
@Timeout(60)
final class DoctorIT {

  private final Doctor doctor = new Doctor(Settings.defaults());

  @Test
  void aJvmThatCanBeWatchedIsNotWoken() {
    try (ChildJvm child = ChildJvm.start(Jdks.own(), Map.of("OTEL_SERVICE_NAME", "orders"))) {
      Diagnosis diagnosis = doctor.of(child.pid()).get(0);

      assertThat(diagnosis.watchable()).as(diagnosis.toString()).isTrue();
      assertThat(diagnosis.info().getServiceName()).isEqualTo("orders");
      assertThat(diagnosis.findings())
          .extracting(Finding::code)
          .startsWith("name", "place", "rights")
          .contains("jdk", "settings", "asleep");
      assertThat(Path.of("/tmp/.java_pid" + child.pid())).doesNotExist();
    }
  }

  @Test
  void whatStandsInTheWayIsToldWithItsRemedy() {
    try (ChildJvm child = ChildJvm.start(Jdks.own(), Map.of(), "-XX:+DisableAttachMechanism")) {
      Diagnosis diagnosis = doctor.of(child.pid()).get(0);

      assertThat(diagnosis.watchable()).isFalse();
      assertThat(diagnosis.findings())
          .filteredOn(found -> found.kind() == Kind.REFUSED)
          .singleElement()
          .satisfies(found -> assertThat(found.code()).isEqualTo("attach-disabled"))
          .satisfies(found -> assertThat(found.text()).contains("Restart it without"));
    }
  }

  @Test
  void otherRecordingsAreNamedAndOursToo() {
    try (ChildJvm child =
            ChildJvm.start(
                Jdks.own(), Map.of(), "-XX:StartFlightRecording=name=theirs,settings=none");
        Collector collector =
            Collector.start(
                Settings.defaults()
                    .with(
                        Map.of(
                            Setting.WATCH_PIDS,
                            Long.toString(child.pid()),
                            Setting.ATTACH_MIN_AGE,
                            "0s"),
                        "test"),
                RecordingPublisher::new)) {
      org.awaitility.Awaitility.await()
          .atMost(java.time.Duration.ofMinutes(1))
          .until(() -> collector.hostCoverage().watched() == 1);
      Diagnosis diagnosis = doctor.of(child.pid()).get(0);

      assertThat(diagnosis.watchable()).as(diagnosis.toString()).isTrue();
      assertThat(diagnosis.findings())
          .filteredOn(found -> found.code().equals("other-recordings"))
          .singleElement()
          .satisfies(found -> assertThat(found.text()).contains("theirs"));
      assertThat(diagnosis.findings())
          .filteredOn(found -> found.code().equals("recordings"))
          .singleElement()
          .satisfies(found -> assertThat(found.text()).contains("Heapcast records it"));
    }
  }

  @Test
  void theVersionIsToldWithItsSource() throws Exception {
    try (ChildJvm child =
        ChildJvm.start(Jdks.own(), Map.of(), "-Dheapcast.service.version=1.2.3")) {
      assertThat(doctor.of(child.pid()).get(0).findings())
          .filteredOn(found -> found.code().equals("name"))
          .singleElement()
          .satisfies(
              found ->
                  assertThat(found.text())
                      .contains("version '1.2.3', from -Dheapcast.service.version"));
    }
  }

  @Test
  void whatIsNoJvmHasNoDiagnosis() {
    assertThat(doctor.of(1)).isEmpty();
  }
}
